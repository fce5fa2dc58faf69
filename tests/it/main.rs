mod samples_identity;
