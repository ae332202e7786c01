"""The folder of a campaign: posts, desk, keys, and what keeps them whole."""
