"""Phrase tables and small grammars: what words mean before any sentence is parsed."""
