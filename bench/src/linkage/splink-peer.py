"""Links one CSV file with Splink on DuckDB and prints one JSON line: seconds, precision, recall, F1.

Arguments: the file, and "small" or "large". The settings are those of Splink's own notebook on febrl 3: its
comparisons, its training. A large file is blocked by pairs of columns where one column alone would give hundreds of
millions of pairs. Pairs from probability .5 on count, as they are and after clustering; the better F1 is told.
"""

import json
import re
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

path, size = sys.argv[1:3]
start = time.perf_counter()
connection = duckdb.connect()
connection.execute(
    f"create table people as select * from read_csv('{path}', header=true, all_varchar=true, normalize_names=false)"
)
for (name,) in connection.execute("select column_name from information_schema.columns where table_name = 'people'").fetchall():
    if name != name.strip():
        connection.execute(f'alter table people rename "{name}" to "{name.strip()}"')
names = [name for (name,) in connection.execute("select column_name from information_schema.columns where table_name = 'people'").fetchall()]
cells = ", ".join(f"nullif(trim({name}), '') as {name}" for name in names)
connection.execute(f"create table tidy as select {cells} from people")

small = ["soc_sec_id", "given_name", "surname", "date_of_birth", "postcode"]
large = [
    ["soc_sec_id"],
    ["date_of_birth"],
    ["given_name", "surname"],
    ["surname", "postcode"],
    ["given_name", "postcode"],
    ["address_1", "street_number"],
]
blocking = [block_on(name) for name in small] if size == "small" else [block_on(*rule) for rule in large]
settings = SettingsCreator(
    unique_id_column_name="rec_id",
    link_type="dedupe_only",
    blocking_rules_to_generate_predictions=blocking,
    comparisons=[
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison(
            "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
        ),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
    ],
)
linker = Linker("tidy", settings, db_api=DuckDBAPI(connection=connection))
linker.training.estimate_probability_two_random_records_match(
    [
        "l.soc_sec_id = r.soc_sec_id",
        "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
    ],
    recall=0.9,
)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in ["date_of_birth", "postcode"] if size == "small" else ["date_of_birth", "soc_sec_id"]:
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(rule))
predictions = linker.inference.predict(threshold_match_probability=0.5)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold_match_probability=0.5)
seconds = time.perf_counter() - start

entity = "regexp_extract({}, 'rec-([0-9]+)', 1)"


def count(query):
    return connection.execute(query).fetchone()[0]


def judge(hits, found, truth):
    precision, recall = hits / max(1, found), hits / max(1, truth)
    return {"precision": precision, "recall": recall, "f1": 2 * hits / max(1, found + truth)}


pairs_within = "select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) n from {} group by {})"
truth = count(pairs_within.format("tidy", entity.format("rec_id")))
found = count(f"select count(*) from {predictions.physical_name}")
same = f"{entity.format('rec_id_l')} = {entity.format('rec_id_r')}"
hits = count(f"select count(*) from {predictions.physical_name} where {same}")
grouped = count(pairs_within.format(clusters.physical_name, "cluster_id"))
both = count(pairs_within.format(clusters.physical_name, f"cluster_id, {entity.format('rec_id')}"))
answers = [judge(hits, found, truth), judge(both, grouped, truth)]
print(json.dumps({"seconds": seconds, **max(answers, key=lambda answer: answer["f1"])}))
