"""The annual check-up of an accredited company: who has one, what the answers say of each point, what drifts."""
