"""
The eight vetoes of 2019 as one would write them for DuckDB, by hand: one text of SQL.

Posts are read once. One aggregate of that pass keeps for each account the newest of the posts
that somebody has to be shown. The rows are those of :mod:`finding_rows`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
from finding_rows import COLUMNS

__all__ = ["SQL", "audit_with_duckdb"]

# A post that is to be shown is a struct that sorts as posts are shown: newest first, those
# without a moment last, ties by id.
_FOUND: Final = """
WITH bound AS MATERIALIZED (
    SELECT
        account.id AS account_id,
        account.unit_id,
        account.name,
        account.platform,
        account.opened_at,
        account.opened_at > $since AS is_new,
        CASE
            WHEN account.closed_at IS NULL THEN account.status
            WHEN account.status = 'closed' THEN 'active'
            ELSE account.status
        END AS status,
        account.interaction_features,
        list_sort(account.labels) AS account_labels,
        list_has_any(
            account.labels, ['bought_followers', 'forced_likes', 'fabricated_figures']
        ) AS is_bad,
        account.app_is_downloadable AS is_downloadable,
        account.app_is_usable AS is_usable,
        coalesce(account.has_all_posts, TRUE) AS is_complete
    FROM read_parquet($accounts) AS account
    LEFT JOIN read_parquet($units) AS unit ON unit.id = account.unit_id
    WHERE (account.opened_at IS NULL OR account.opened_at <= $as_of)
        AND (account.closed_at IS NULL OR account.closed_at > $as_of)
        AND (account.closed_at IS NOT NULL OR account.status IS DISTINCT FROM 'closed')
        AND (unit.kind IS NULL OR unit.kind NOT IN ('party_body', 'other'))
        AND (
            unit.kind IS DISTINCT FROM 'institution'
            OR unit.has_administrative_functions IS DISTINCT FROM FALSE
        )
),
-- Joined before they are counted, posts know whether the status of their account is known,
-- and those of accounts that no rule binds are dropped early.
existing AS (
    SELECT
        post.account_id,
        post.published_at,
        post.title,
        post.labels,
        post.labels IS NULL AS is_unseen,
        bound.status IS NULL AS is_open,
        {
            'age': coalesce(-epoch_us(post.published_at), 9223372036854775807),
            'id': post.id
        } AS shown
    FROM read_parquet($posts) AS post
    JOIN bound ON bound.account_id = post.account_id
    WHERE (post.published_at IS NULL OR post.published_at <= $as_of)
        AND (post.deleted_at IS NULL OR post.deleted_at > $as_of)
),
counted AS (
    SELECT
        account_id,
        count(*) AS posts,
        count(*) FILTER (published_at > $since) AS recent,
        count(*) FILTER (published_at IS NULL) AS undated,
        count(*) FILTER (is_unseen) AS unseen,
        min(shown, 10) FILTER (is_unseen) AS unseen_posts,
        min(shown, 10) FILTER (is_open) AS all_posts,
        min(shown, 10) FILTER (published_at IS NULL) AS undated_posts,
        -- Next to no post has a label.
        list({'shown': shown, 'title': title, 'labels': labels}) FILTER (len(labels) > 0) AS labelled
    FROM existing
    GROUP BY account_id
),
judged AS MATERIALIZED (
    SELECT
        bound.*,
        coalesce(counted.posts, 0) AS posts,
        coalesce(counted.recent, 0) AS recent,
        coalesce(counted.undated, 0) AS undated,
        coalesce(counted.unseen, 0) AS unseen,
        list_transform(counted.unseen_posts, lambda post: post.id) AS unseen_ids,
        list_transform(counted.undated_posts, lambda post: post.id) AS undated_ids,
        list_transform(counted.all_posts, lambda post: post.id) AS all_ids,
        counted.labelled,
        list_sort(
            list_transform(
                list_filter(
                    counted.labelled, lambda post: list_contains(post.labels, 'forced_likes')
                ),
                lambda post: post.shown
            )
        ) AS forced_posts,
        coalesce(len(forced_posts), 0) AS forced,
        list_transform(forced_posts[:10], lambda post: post.id) AS forced_ids
    FROM bound
    LEFT JOIN counted USING (account_id)
),
content (rule_id, label) AS (
    VALUES
        ('inspection-2019/serious-misstatement', 'serious_misstatement'),
        ('inspection-2019/state-secret', 'state_secret'),
        ('inspection-2019/harmful-content', 'harmful_content'),
        ('inspection-2019/negative-public-opinion', 'negative_opinion')
),
labelled AS (
    SELECT account_id, unit_id, name AS account_name, unnest(labelled) AS post
    FROM judged
    WHERE status IS NOT NULL AND labelled IS NOT NULL
),
found AS (
    SELECT
        rule_id,
        'fail' AS outcome,
        account_id,
        unit_id,
        account_name,
        post.shown.id AS subject_id,
        post.title AS subject_name,
        list_sort(post.labels) AS post_labels
    FROM labelled
    JOIN content ON list_contains(post.labels, label)

    UNION ALL BY NAME
    SELECT
        rule_id,
        'undetermined' AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        unseen AS count,
        nullif(unseen, 0) AS missing_post_labels,
        CASE WHEN NOT is_complete THEN 1 END AS missing_posts,
        unseen_ids AS ids,
        unseen AS ids_total
    FROM judged
    CROSS JOIN content
    WHERE status IS NOT NULL AND (unseen > 0 OR NOT is_complete)

    UNION ALL BY NAME
    SELECT
        rule_id,
        'undetermined' AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        posts AS count,
        CASE WHEN posts > 0 THEN 1 END AS missing_account_status,
        CASE WHEN NOT is_complete THEN 1 END AS missing_posts,
        all_ids AS ids,
        posts AS ids_total
    FROM judged
    CROSS JOIN content
    WHERE status IS NULL AND (posts > 0 OR NOT is_complete)

    UNION ALL BY NAME
    SELECT
        rule_id,
        'undetermined' AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        1 AS missing_account_status,
        CASE WHEN rule_id = 'inspection-2019/app-unusable' THEN platform END AS platform
    FROM judged
    CROSS JOIN (
        VALUES
            ('inspection-2019/no-update-in-two-weeks'),
            ('inspection-2019/app-unusable'),
            ('inspection-2019/no-interaction'),
            ('inspection-2019/fabricated-popularity')
    ) AS of_account (rule_id)
    WHERE status IS NULL AND (rule_id <> 'inspection-2019/app-unusable' OR platform = 'app')

    UNION ALL BY NAME
    SELECT
        'inspection-2019/no-update-in-two-weeks' AS rule_id,
        CASE
            WHEN NOT is_complete OR undated > 0 OR (posts = 0 AND is_new IS NULL)
            THEN 'undetermined'
            ELSE 'fail'
        END AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        -- The exception is spoken of where it may lift the demand.
        CASE WHEN posts = 0 AND NOT is_complete AND is_new THEN opened_at END AS opened_at,
        CASE
            WHEN posts = 0 AND outcome = 'undetermined' AND is_new IS DISTINCT FROM FALSE THEN 0
        END AS posts_low,
        CASE WHEN is_complete THEN posts_low END AS posts_high,
        CASE WHEN posts > 0 OR NOT is_complete OR outcome = 'fail' THEN 0 END AS recent_posts_low,
        CASE WHEN recent_posts_low = 0 AND is_complete THEN undated END AS recent_posts_high,
        CASE WHEN posts = 0 AND is_new IS NULL THEN 1 END AS missing_account_opened_at,
        CASE WHEN NOT is_complete THEN 1 END AS missing_posts,
        nullif(undated, 0) AS missing_post_published_at,
        undated_ids AS ids,
        undated AS ids_total
    FROM judged
    WHERE status = 'active' AND recent = 0 AND NOT (posts = 0 AND is_complete AND is_new IS TRUE)

    UNION ALL BY NAME
    SELECT
        'inspection-2019/app-unusable' AS rule_id,
        CASE
            WHEN (is_downloadable AND is_usable) IS NULL THEN 'undetermined' ELSE 'fail'
        END AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        is_downloadable,
        is_usable,
        CASE
            WHEN outcome = 'undetermined' AND is_downloadable IS NULL THEN 1
        END AS missing_account_app_is_downloadable,
        CASE
            WHEN outcome = 'undetermined' AND is_usable IS NULL THEN 1
        END AS missing_account_app_is_usable
    FROM judged
    WHERE status = 'active' AND platform = 'app' AND (is_downloadable AND is_usable) IS NOT TRUE

    UNION ALL BY NAME
    SELECT
        'inspection-2019/no-interaction' AS rule_id,
        CASE WHEN interaction_features IS NULL THEN 'undetermined' ELSE 'fail' END AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        interaction_features,
        CASE
            WHEN interaction_features IS NULL THEN 1
        END AS missing_account_interaction_features
    FROM judged
    WHERE status = 'active' AND coalesce(len(interaction_features), 0) = 0

    UNION ALL BY NAME
    SELECT
        'inspection-2019/fabricated-popularity' AS rule_id,
        CASE WHEN is_bad IS TRUE OR forced > 0 THEN 'fail' ELSE 'undetermined' END AS outcome,
        account_id,
        unit_id,
        name AS subject_name,
        account_labels,
        forced AS forced_likes_low,
        CASE WHEN is_complete THEN forced + unseen END AS forced_likes_high,
        CASE
            WHEN outcome = 'undetermined' AND account_labels IS NULL THEN 1
        END AS missing_account_labels,
        CASE WHEN outcome = 'undetermined' AND NOT is_complete THEN 1 END AS missing_posts,
        CASE WHEN outcome = 'undetermined' THEN nullif(unseen, 0) END AS missing_post_labels,
        CASE WHEN forced > 0 THEN forced_ids ELSE unseen_ids END AS ids,
        CASE WHEN forced > 0 THEN forced ELSE unseen END AS ids_total
    FROM judged
    WHERE status IS NOT NULL
        AND (
            is_bad IS TRUE
            OR forced > 0
            OR account_labels IS NULL
            OR unseen > 0
            OR NOT is_complete
        )
)
"""
_DEFAULTS: Final = {
    "subject_id": "coalesce(subject_id, account_id) AS subject_id",
    "count": "coalesce(count, 1) AS count",
    "ids": "coalesce(ids, []) AS ids",
    "ids_total": "coalesce(ids_total, 0) AS ids_total",
}

SQL: Final = (
    f"{_FOUND}\nSELECT {', '.join(_DEFAULTS.get(name, name) for name in COLUMNS)} FROM found"
)
"""All of it, with the parameters accounts, units, posts, as_of and since."""


def audit_with_duckdb(directory: Path, as_of: datetime) -> pa.Table:
    """
    Return the findings on the portfolio in *directory*.

    Parameters:
        directory: where ``units.parquet``, ``accounts.parquet`` and the posts are, in
            ``posts.parquet`` or in files in ``posts/``.

        as_of: the monitoring moment.
    """
    folder = directory / "posts"
    with duckdb.connect() as connection:
        # Findings are a set; keeping the order of the rows read would hold them all back.
        connection.execute("SET preserve_insertion_order = false")
        found = connection.sql(
            SQL,
            params={
                "accounts": str(directory / "accounts.parquet"),
                "units": str(directory / "units.parquet"),
                "posts": str(
                    folder / "*.parquet" if folder.is_dir() else directory / "posts.parquet"
                ),
                "as_of": as_of,
                "since": as_of - timedelta(days=14),
            },
        )
        table: pa.Table = found.to_arrow_table()
        return table
