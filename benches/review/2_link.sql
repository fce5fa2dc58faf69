-- Who, what and why: persons of events, devices and holders of actions, scope, candidates with their scores.
create temp table device as
select serial, any_value(management_id) as management_id
from (select serial, management_id from inventory where serial is not null
    union all select serial, management_id from device_version where serial is not null)
group by serial;

create temp table okta_person as
select okta_id, any_value(person_id) as person_id from person where okta_id is not null group by okta_id;
-- An address and the times it stood for somebody.
create temp table alias as
select distinct address, person_id, valid_from, valid_to
from (select email as address, * exclude (email, upn) from person
    union all by name select upn as address, * exclude (email, upn) from person)
where address is not null;

create temp table event as
select distinct on (event_id) *
from (
    select o.event_id, 'okta' as source, o.ts, o.ts as known_at, null::timestamp as effective_at, o.raw,
        coalesce(p.person_id, o.subject.id) as person_id, p.person_id is not null as is_stable,
        lower(o.subject.alternateId) as address, o.correlation, o.recants,
        case k.kind
            when 'risk' then case
                when level < previous then 'risk_lowered' when level >= 3 then 'risk_raised'
                when level is not null and previous is null then 'risk_lowered'
                when level is null and o.raw = 'user.risk.detect' then 'risk_raised' end
            when 'feedback' then case replace(lower(o.label), ' ', '_')
                when 'false_positive' then 'risk_recanted' when 'true_positive' then 'remediated' end
            when 'identifier' then 'identifier_changed'
            else k.kind end as kind,
        case when o.result in ('SUCCESS', 'ALLOW') then 'happened'
            when o.raw like 'user.account.lock%' and o.reason = 'LOCKED_OUT' then 'happened'
            when o.result in ('FAILURE', 'DENY', 'SKIPPED') then 'failed' else 'unknown' end as outcome,
        coalesce(case when k.kind like 'group%' then o.of_group else coalesce(o.of_app, o.of_group) end)
            .id as object_id,
        coalesce(case when k.kind like 'group%' then o.of_group else coalesce(o.of_app, o.of_group) end)
            .displayName as object_name
    from (select *, list_position(['NONE', 'LOW', 'MEDIUM', 'HIGH'],
                upper(regexp_extract(risk, '(?:^|[{ ])level=(\w+)', 1))) as level,
            list_position(['NONE', 'LOW', 'MEDIUM', 'HIGH'],
                upper(regexp_extract(risk, 'previousLevel=(\w+)', 1))) as previous
        from okta where raw <> 'user.session.start') o
    join okta_kind k on k.name = o.raw
    left join okta_person p on p.okta_id = o.subject.id
    where k.kind not in ('profile', 'status_from_master')
    union all
    select h.event_id, 'hr', h.ts, h.known_at, h.effective_at, 'hr', p.person_id, true, h.email, null, null, h.kind,
        'happened', null, null
    from hr h left join (select employee_id, any_value(person_id) as person_id from person group by employee_id) p
        using (employee_id)
)
where kind is not null;

create temp table sign_in as
select coalesce(p.person_id, o.subject.id) as person_id, o.ts
from okta o left join okta_person p on p.okta_id = o.subject.id
where o.raw = 'user.session.start' and o.result in ('SUCCESS', 'ALLOW') and o.subject is not null;

create temp table undone_by as
select kind, unnest(reversals) as reversal, part, leaver, on_object from (values
    ('account_disabled', ['account_enabled', 'account_unsuspended', 'account_restored'], 'account', true, false),
    ('account_suspended', ['account_enabled', 'account_unsuspended', 'account_restored'], 'account', true, false),
    ('account_deleted', ['account_enabled', 'account_unsuspended', 'account_restored'], 'account', true, false),
    ('termination_recorded', ['termination_cancelled', 'leave_date_moved', 'rehired'], 'termination', true, false),
    ('leave_date_set', ['termination_cancelled', 'leave_date_moved', 'rehired'], 'termination', true, false),
    ('account_locked', ['account_unlocked'], 'lock', false, false),
    ('group_removed', ['group_added'], 'group', false, true), ('app_removed', ['app_added'], 'app', false, true),
    ('role_removed', ['role_added'], 'role', false, true), ('device_removed', ['device_added'], 'device', false, false),
    ('risk_raised', ['risk_recanted', 'risk_dismissed', 'risk_lowered'], 'risk', false, false),
    ('compromise_confirmed', ['confirmed_safe'], 'compromise', false, false),
    ('hire_recorded', ['hire_rescinded'], 'hire', false, false)) v(kind, reversals, part, leaver, on_object);
create temp table trigger_kind as select distinct kind, part, leaver, on_object from undone_by;

-- Episodes: a leaver chain inside 24 h that nothing undid, and what shares a transaction.
create temp table trigger as
with leaver as (
    select event_id, person_id, correlation, ts,
        sum(case when before is null or ts - before > interval 24 hours or undone_at > before then 1 else 0 end)
            over (partition by person_id order by ts, event_id) as chain
    from (
        select e.*, k.leaver, max(case when k.leaver then ts end) over earlier as before,
            max(case when k.leaver is null then ts end) over earlier as undone_at
        from event e left join trigger_kind k using (kind)
        where k.leaver or (e.outcome <> 'failed' and e.kind in (select reversal from undone_by where leaver))
        window earlier as (partition by person_id order by ts, event_id
            rows between unbounded preceding and 1 preceding)
    ) where leaver
), by_correlation as (
    select person_id, correlation, min(chain) as chain from leaver where correlation is not null
    group by person_id, correlation
)
select e.*, k.part, k.leaver, k.on_object,
    concat_ws('/', e.person_id, case when coalesce(l.chain, c.chain) is not null
        then 'chain ' || coalesce(l.chain, c.chain) else coalesce(e.correlation, e.event_id) end) as episode_id
from event e join trigger_kind k using (kind)
left join leaver l using (event_id)
left join by_correlation c on c.person_id = e.person_id and c.correlation = e.correlation;

-- Records of one action: a command and the history entry of its device sent within 60 s, the nearest first.
create temp table entry as
select jamf_class, device, outcome, c, k.kind, case when c.username = '' then null
        when regexp_matches(c.username, '^[0-9a-f]{8}-[0-9a-f]{4}-') then 'api-client:' || lower(c.username)
        else 'account:' || lower(c.username) end as initiator,
    epoch_ms(coalesce(c.issued_epoch, c.date_time_issued_epoch)) as sent_at, case when outcome = 'done' 
        then epoch_ms(coalesce(c.completed_epoch, c.date_time_completed_epoch)) end as done_at,
    hash(device.serial_number, c."name", c.issued_epoch, c.date_time_issued_epoch) as entry_id
from (
    select jamf_class, device, 'done' as outcome, unnest(commands.completed) as c from history
    union all select jamf_class, device, 'pending', unnest(commands.pending) from history
    union all select jamf_class, device, 'failed', unnest(commands.failed) from history
) join command_kind k on k.name = lower(regexp_replace(coalesce(nullif(regexp_extract(c."name",
    '^(Install Configuration Profile|Remove Configuration Profile|Remove App|Install App|Unlock User Account)\b'), ''),
    c."name"), '[^A-Za-z0-9]', '', 'g'))
where k.kind <> 'routine'
qualify row_number() over (partition by entry_id order by outcome) = 1;

create temp table paired as
select m.action_id, h.entry_id, h.initiator
from (select c.*, d.serial from command c join device d using (management_id)) m
join entry h on h.device.serial_number = m.serial and h.kind = m.kind
    and h.sent_at between m.sent_at - interval 60 seconds and m.sent_at + interval 60 seconds
qualify row_number() over (partition by m.action_id order by abs(epoch_ms(h.sent_at) - epoch_ms(m.sent_at))) = 1
    and row_number() over (partition by h.entry_id order by abs(epoch_ms(h.sent_at) - epoch_ms(m.sent_at))) = 1;

create macro hashed_id(class, device, what, ts) as 'h-' || left(sha256(concat(class, '|', device.id, '||',
    upper(device.udid), '|', upper(device.serial_number), chr(31), what, chr(31),
    strftime(ts, '%Y-%m-%dT%H:%M:%S'), case when epoch_ms(ts) % 1000 = 0 then '' else strftime(ts, '.%g') end,
    '+00:00', chr(31))), 16);

create temp table action as
select distinct on (c.action_id) c.action_id, c.kind, c.sent_at, c.done_at, d.serial, c.object_id, p.initiator,
    case c.state when 'ACKNOWLEDGED' then 'done' when 'PENDING' then 'pending' when 'NOT_NOW' then 'not_now'
        when 'CANCELLED' then 'cancelled' else 'failed' end as outcome
from command c left join device d using (management_id) left join paired p using (action_id)
union all
select hashed_id(h.jamf_class, h.device, h.c."name", h.sent_at), h.kind, h.sent_at, h.done_at, h.device.serial_number,
    null, h.initiator, h.outcome
from entry h anti join paired p using (entry_id)
union all
select distinct hashed_id(jamf_class, device, 'policy ' || p.policy_id, epoch_ms(p.date_completed_epoch)),
    'policy_run', epoch_ms(p.date_completed_epoch), epoch_ms(p.date_completed_epoch), device.serial_number,
    p.policy_id::varchar, 'policy:' || p.policy_id,
    case lower(p.status) when 'completed' then 'done' when 'pending' then 'pending' else 'failed' end
from (select jamf_class, device, unnest(policies) as p from history)
where 'policy:' || p.policy_id in (select unnest(initiators) from workflow);

-- Which workflow versions claim an action; those that may take its kind stand alone when there are any.
create temp table claim as
select action_id, w.number, list_contains(w.actions, a.kind) as fits
from action a join (select *, unnest(initiators) as name from workflow) w
    on w.name = a.initiator or w.name = 'policy:' || a.object_id
where coalesce(a.done_at, a.sent_at) >= w.valid_from
    and (w.valid_to is null or coalesce(a.done_at, a.sent_at) < w.valid_to)
qualify rank() over (partition by action_id order by fits desc) = 1;

-- Actions that count: destructive, a removal, or listed and claimed.
create temp table counted as
select a.*, c.action_id is not null as is_claimed, a.kind in ('lock', 'wipe', 'lost_mode_on', 'clear_passcode',
        'recovery_lock', 'delete_user', 'unmanage', 'record_delete', 'shut_down') as is_destructive,
    a.initiator like 'account:%' and a.initiator not in (select unnest(initiators) from workflow) as is_manual
from action a left join (select distinct action_id from claim) c using (action_id)
where is_destructive or a.kind in ('profile_remove', 'app_remove', 'licence_revoke')
    or (c.action_id is not null and a.kind in (select unnest(actions) from workflow))
    or (a.kind in (select unnest(actions) from workflow) and a.kind not in ('policy_run', 'profile_install'));

create temp table chosen as
select * from counted where outcome = 'done' and done_at >= getvariable('period_from')
    and done_at < getvariable('period_to') and not coalesce(is_manual, false);

-- Who held the device then, and whom Jamf believed to: register version, else the history of holders, else inventory.
create temp table held as
select serial, ts, address, coalesce(a.person_id, null) as person_id, login
from (
    select device.serial_number as serial, epoch_ms(u.date_time_epoch) as ts, lower(u.email_address) as address,
        lower(u.username) as login
    from (select device, unnest(holders) as u from history)
    union all select serial, ts, email, login from inventory
) h left join (select address, any_value(person_id) as person_id from alias group by address having
    count(distinct person_id) = 1) a using (address);

create temp table linkable as
select c.*, v.device_class, v.custody, v.unit, coalesce(v.assigned_person, h.person_id) as holder,
    coalesce(b.address, n.address) as jamf_address, coalesce(b.login, n.login) as jamf_login,
    coalesce(b.person_id, n.person_id) as jamf_person
from chosen c
left join device_version v on v.serial = c.serial and (v.valid_from is null or v.valid_from <= c.done_at)
    and (v.valid_to is null or v.valid_to > c.done_at)
asof left join held h on h.serial = c.serial and h.ts <= c.done_at
asof left join held b on b.serial = c.serial and b.ts <= c.sent_at
asof left join held n on n.serial = c.serial and n.ts > c.sent_at
qualify row_number() over (partition by c.action_id order by v.valid_from desc nulls last) = 1;

-- Workflow versions an action may belong to: the claiming ones, else those that may take its kind.
create temp table possible as
select l.action_id, w.number, w.id, w.max_delay, max(w.max_delay) over (partition by l.action_id) as longest
from linkable l left join claim c using (action_id)
join workflow w on (c.number is not null and w.number = c.number)
    or (c.number is null and list_contains(w.actions, l.kind) and l.done_at >= w.valid_from
        and (w.valid_to is null or l.done_at < w.valid_to));

-- Trigger events known inside the window about the holder, whom Jamf believed to be the holder, or its raw address.
create temp table near as
with action_key as (
    select distinct l.action_id, unnest(['p:' || l.holder, 'p:' || l.jamf_person, 'i:' || l.jamf_address,
        'i:' || l.jamf_login]) as key, l.sent_at, l.holder, l.jamf_person, coalesce(p.longest, 86400) as reach
    from linkable l left join (select distinct action_id, longest from possible) p using (action_id)
), trigger_key as (
    select unnest(['p:' || person_id, 'i:' || address]) as key, event_id, known_at from trigger
)
select distinct a.action_id, t.event_id, a.sent_at, a.reach, a.holder, a.jamf_person
from action_key a join trigger_key t using (key)
where t.known_at >= a.sent_at - to_seconds(a.reach) and t.known_at <= a.sent_at + interval 2 minutes;

create temp table approved as
select w.number, t.event_id, not t.on_object or len(w.objects) = 0 or list_contains(w.objects, t.object_id)
        or list_contains(w.objects, t.object_name) as is_approved
from trigger t join workflow w on list_contains(w.triggers, t.kind);

create temp table candidate as
with judged as (
    select n.*, t.episode_id, t.ts, t.known_at, t.person_id, t.is_stable, p.number,
        coalesce(a.is_approved, false) as is_approved, a.event_id is not null as is_listed,
        bool_or(coalesce(a.is_approved, false)) over (partition by n.action_id, t.episode_id, p.number) as approves
    from near n join trigger t using (event_id)
    left join possible p using (action_id)
    left join approved a on a.event_id = n.event_id and a.number = p.number
), found as (
    select action_id, episode_id, number, bool_or(approves) as any_approved, min(ts) as first_at,
        arg_min(event_id, (not is_approved, not is_listed, ts, event_id)) as shown_id,
        min(ts) as ts, any_value(reach) as reach,
        min(abs(epoch_ms(sent_at) - epoch_ms(known_at)))
            filter (where is_approved or not approves) / 1000.0 as lag,
        bool_or(is_stable and person_id in (holder, jamf_person)) as is_same
    from judged
    group by action_id, episode_id, number
    qualify row_number() over (partition by action_id, episode_id order by any_approved desc, number) = 1
), scored as (
    select * rename (shown_id as event_id),
        case when number is null then 0 when any_approved then 4 else -3 end + case when is_same then 3 else 2 end
        + greatest(-4, least(4, log2(reach / (greatest(lag, 1) * ln(reach))))) as score
    from found
)
select *, row_number() over (partition by action_id order by score desc, ts, event_id) as rank,
    lead(score) over (partition by action_id order by score desc, ts, event_id) as rival_score,
    lead(event_id) over (partition by action_id order by score desc, ts, event_id) as rival_id
from scored;

create temp table scope as
select c.action_id, case
        when not (c.is_claimed or c.is_destructive or c.kind in ('profile_remove', 'app_remove', 'licence_revoke'))
            then 'routine'
        when c.outcome <> 'done' or c.done_at is null then 'not_executed'
        when c.done_at < getvariable('period_from') or c.done_at >= getvariable('period_to') then 'outside_period'
        when c.is_manual then 'manual'
        when c.is_claimed or (c.is_destructive and best.score >= 4) then 'in_scope'
        else 'initiator_unknown' end as reason,
    c.kind as action_kind, c.outcome, c.initiator, c.sent_at, c.done_at
from counted c left join candidate best on best.action_id = c.action_id and best.rank = 1;
