"""An .xlsx as parts and bytes: read with care, written with everything else as it was."""
