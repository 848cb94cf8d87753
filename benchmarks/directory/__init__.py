"""The national directory at its real size: files of registers as they are published, an instance filled, what each thing costs."""
