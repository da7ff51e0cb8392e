"""Every notebook, run as on Colab: in an environment with Colab's packages only (`make colab`)."""
