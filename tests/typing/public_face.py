"""x."""
from typing import assert_type
assert_type(1, int)
