-- What `misfire extract` takes out of an Okta log, as DuckDB does it best: explicit columns, the filter pushed down,
-- all threads. `LOG` and `OUT` are replaced by compare.sh. Types whose kind depends on more than their name (risk,
-- feedback, profiles) are taken here as misfire parses them; the comparison of rows leaves them out.
copy (
    select uuid, eventType, published, actor, target, outcome, transaction
    from read_json('LOG', format = 'newline_delimited', ignore_errors = true, maximum_object_size = 33554432,
        columns = {
            uuid: 'VARCHAR', eventType: 'VARCHAR', published: 'VARCHAR',
            actor: 'STRUCT(id VARCHAR, "type" VARCHAR, alternateId VARCHAR, displayName VARCHAR)',
            target: 'STRUCT(id VARCHAR, "type" VARCHAR, alternateId VARCHAR, displayName VARCHAR)[]',
            outcome: 'STRUCT(result VARCHAR, reason VARCHAR)',
            transaction: 'STRUCT(id VARCHAR, "type" VARCHAR)'
        })
    where eventType in (TYPES)
    order by published, uuid
) to 'OUT' (format parquet);
