"""Facts to graph: the vocabulary, the mapping to quads, claims resolved to events, and the store.

`ontology` knows terms and IRIs; `entities` and `mapping` turn facts into quads and back; `resolve` finds which claims speak of one event
and `events` writes that down; `store` keeps it all, in memory, on disk, or elsewhere; `validate` holds it against the SHACL shapes.
"""
