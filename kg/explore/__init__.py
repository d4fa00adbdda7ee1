"""Graph to reader: named SPARQL queries, results, networks and views."""
