"""What tests and benchmarks both need to drive the dashboard as a person does: a server, and Chromium."""
