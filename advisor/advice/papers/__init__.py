"""Papers to hand over: draft clauses, the ESUS file and its calendar."""
