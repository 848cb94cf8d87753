"""What people type, cleaned; an action decides."""
