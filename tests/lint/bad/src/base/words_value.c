int sb_get(struct sb_node *n) { return n->valuedouble > 0; }
