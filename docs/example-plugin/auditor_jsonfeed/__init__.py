"""An example plugin: one source and one check, each as small as the contract allows."""
