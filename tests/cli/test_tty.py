"""What the tests of terminals stand on: a screen is read once the keys were heard and the whole of it is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.tty import Terminal

SLOW = """
import os, sys, time, tty
tty.setraw(0)
print("» Prêt", end="", flush=True)
while (key := os.read(0, 1)) != b"q":
    end = time.process_time() + 0.2
    while time.process_time() < end:  # a busy machine
        pass
    print("\\r\\n» Prêt : vu", end="", flush=True)
    while time.process_time() < end + 0.2:
        pass
    print(" " + key.decode(), end="", flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell who waits for keys")
def test_words_already_on_the_screen_are_no_answer_to_a_key_and_half_a_screen_is_no_screen(tmp_path: Path) -> None:
    with Terminal(["-c", SLOW], tmp_path, fresh=True) as tty:
        tty.until("Prêt")
        tty.send("a", then="Prêt")
        assert tty.text.endswith("vu a")
        tty.send("b", then="vu")
        assert tty.text.endswith("vu b")
        with pytest.raises(AssertionError, match="« rien » n'est pas venu"):
            tty.until("rien", timeout=0.1)
        tty.send("q")
        assert tty.end() == 0
