"""The book: the solved lessons and the pages of docs/, as a site that needs no network; `make book`."""
