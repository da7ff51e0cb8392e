"""A package, so that its tests share a server and a browser, which end with the last of them."""
