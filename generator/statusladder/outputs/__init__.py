"""One file an output: each turns the snapshot into files of the published site."""
