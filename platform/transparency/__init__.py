"""The labour-transparency module: the labour log, metrics, the auditor’s pages."""
