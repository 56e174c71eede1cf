"""The adviser's desk: every dossier of a folder at once. Files are the truth; what is kept beside them is rebuilt."""
