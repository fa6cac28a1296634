"""How what stands elsewhere is removed, by the kind of site that it stands on."""
