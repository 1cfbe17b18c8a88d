"""What other systems say: read snapshots of their answers, match identities, and compare with the catalog.

ownercat reads files only. A job fetches the answers; nothing here opens a connection.
"""
