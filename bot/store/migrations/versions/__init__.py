"""One module a step; `pre` steps only add, `post` steps take away what no running version uses."""
