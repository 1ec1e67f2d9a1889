"""Looking while writing: watches a site's folder, builds anew, and shows the pages and their problems in a browser."""
