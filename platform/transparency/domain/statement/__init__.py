"""The labour statement: what travels with every data set, so that the work inside it can be seen."""
