"""An index that is shared through a Chroma server: editions published on it, replicas kept of the newest one.

`rest` talks to the server, `editions` knows which edition is the newest one, `segments` carries texts and vectors,
`replica` is what the commands call: publish, refresh, follow, compare.
"""
