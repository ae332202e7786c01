"""What crosses rooms: gathering, publishing, hiding, the demo."""
