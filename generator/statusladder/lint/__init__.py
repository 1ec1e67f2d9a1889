"""What a careful editor would say of an update: one file a family of rules, each with its reason and its examples."""
