"""Where files go and come from: a folder of this machine, or one of a store such as S3."""
