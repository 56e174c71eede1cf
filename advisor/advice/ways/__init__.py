"""The smallest changes that reach a status; what if one answer changed; what a verdict hangs on."""
