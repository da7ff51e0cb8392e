"""Every notebook, run as on Colab: in an environment that holds only what Colab brings (`make colab`)."""
