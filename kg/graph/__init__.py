"""Facts to graph: the vocabulary, the mapping to quads, claims resolved to events, and the store.

`ontology` knows terms and IRIs; `entities` and `mapping` turn facts into quads and back. `resolve` finds which claims speak of one event
(`timing`: when it may have been, `sides`: who acts for whom), `events` writes that down, `derive` makes all that follows from all articles.
`store` keeps the graph (`folder`: on disk, `vectors`: beside it), `sparql` reaches it elsewhere, `validate` holds it against its shapes.
"""
