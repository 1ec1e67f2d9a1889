"""The words of a site in its language: the catalogue of strings, and who says them."""
