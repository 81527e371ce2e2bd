"""The component that each telling lies in: an added report then loads what it touches, and need not seek it.

Old rows have none: what made them was another linker, so that they wait for `dateline link`, which gives them theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("members", sa.Column("part", row))
    op.add_column("members", sa.Column("cut", sa.SmallInteger()))
    op.create_index("ix_members_part", "members", ["part"])
