"""After the questions: the result, its documents, and the dossier itself, kept and brought back."""
