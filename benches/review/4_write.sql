-- The tables, as CSV: cases, scope, candidates, tickets, rankings.
create temp table ranking as
with keyed as (
    select unnest([
        struct_pack(dimension := 'owner', role := 'control_owner', key := control_owner),
        struct_pack(dimension := 'owner', role := 'execution_owner', key := execution_owner),
        struct_pack(dimension := 'owner', role := 'exception_owner', key := exception_owner),
        struct_pack(dimension := 'workflow', role := '', key := workflow_id),
        struct_pack(dimension := 'device_class', role := '', key := device_class),
        struct_pack(dimension := 'unit', role := '', key := unit),
        struct_pack(dimension := 'action_kind', role := '', key := kind),
        struct_pack(dimension := 'cause', role := '', key := cause)]) as k, verdict, accountable_role, kind
    from verdict
), counts as (
    select k.dimension as dimension, k.role as role, coalesce(k.key, 'unmapped') as key, count(*) as cases,
        count(*) filter (where verdict <> 'undetermined') as judged,
        count(*) filter (where verdict = 'false_positive' and (k.role = '' or k.role = accountable_role))
            as false_positives,
        count(*) filter (where verdict = 'false_positive' and kind = 'wipe'
            and (k.role = '' or k.role = accountable_role)) as data_losses
    from keyed where k.dimension <> 'cause' or k.key is not null
    group by all
)
select *, false_positives / nullif(judged, 0) as rate,
    (rate + 1.9207 / judged - 1.96 * sqrt((rate * (1 - rate) + 0.9604 / judged) / judged)) / (1 + 3.8415 / judged)
        as rate_low,
    (rate + 1.9207 / judged + 1.96 * sqrt((rate * (1 - rate) + 0.9604 / judged) / judged)) / (1 + 3.8415 / judged)
        as rate_high,
    row_number() over (partition by dimension, role order by data_losses desc, false_positives desc, key) as rank
from counts;

copy (
    select action_id, verdict, probability, cause, accountable_role, workflow_id, kind as action_kind, serial,
        device_class, custody, holder as person_id, subject as subject_person_id, unit, sent_at, done_at,
        case when attribution <> 'unattributed' then event_id end as trigger_event_id, attribution,
        score as attribution_score, lead as attribution_margin, rival_id as runner_up_event_id, undone_id, undone_at,
        ticket_ids, exception_id, duplicate_of, control_owner, execution_owner, exception_owner
    from verdict order by action_id
) to 'OUT/cases.csv' (header);
copy (select action_id, reason = 'in_scope' as in_scope, * exclude (action_id) from scope where reason <> 'routine'
    order by action_id) to 'OUT/scope.csv' (header);
copy (select action_id, event_id, rank, score from candidate semi join verdict using (action_id) where rank <= 5
    order by action_id, rank) to 'OUT/candidates.csv' (header);
copy (select action_id, ticket_id, grade, opened_at from ticket_link order by action_id, ticket_id)
    to 'OUT/tickets.csv' (header);
copy (select * from ranking order by dimension, role, rank) to 'OUT/rankings.csv' (header);
