"""The watch on LEGI: what an extract of the official base changes in what the rules cite, and what is new beside it.

``extract`` reads the extract, ``numbers`` the numbers of articles, ``compare`` tells what differs, ``told`` says it.
"""
