-- What became of each trigger, the tickets of each case, and the verdict by the sum of the main rules.
create temp table linked as
select l.*, c.event_id, c.episode_id, c.score, c.rival_id, c.any_approved, c.number,
    c.score - coalesce(c.rival_score, -100) as lead,
    case when c.score >= 4 and c.score - coalesce(c.rival_score, -100) >= 2 then 'linked'
        when c.score >= 4 then 'ambiguous' else 'unattributed' end as attribution,
    coalesce(c.score, -1) as best_score
from linkable l semi join (select action_id from scope where reason = 'in_scope') using (action_id)
left join candidate c on c.action_id = l.action_id and c.rank = 1;

-- Every trigger that a case, its episode or its transaction needs to know of.
create temp table asked as
with mass as (
    select correlation from trigger where correlation is not null group by correlation
    having count(distinct person_id) >= 20
        or (count(distinct person_id) > 1 and correlation in (select correlation from event where kind = 'import_blocked'))
)
select t.*, t.correlation in (from mass) as is_mass
from trigger t
where t.episode_id in (select episode_id from linked where attribution <> 'unattributed')
    or t.correlation in (from mass);

create temp table remedied as
select a.event_id, min(e.ts) as ts
from asked a join event e on e.person_id = a.person_id and e.kind = 'remediated' and e.outcome <> 'failed'
    and e.ts between a.ts and a.ts + interval 30 days
where a.kind in ('risk_raised', 'account_locked', 'compromise_confirmed')
group by a.event_id;

-- The first reversal within 30 days after which the same did not happen again within seven.
create temp table undone as
select a.event_id, min(e.ts) as ts, arg_min(e.event_id, (e.ts, e.event_id)) as by_id,
    arg_min(e.kind, (e.ts, e.event_id)) as by_kind, arg_min(e.known_at, (e.ts, e.event_id)) as known_at
from asked a join undone_by u using (kind)
join event e on e.person_id = a.person_id and e.kind = u.reversal and e.outcome <> 'failed' and e.ts >= a.ts
    and e.ts <= a.ts + interval 30 days and (not a.on_object or e.object_id = a.object_id)
left join remedied r on r.event_id = a.event_id
where not (u.reversal in ('risk_lowered', 'risk_dismissed') and coalesce(r.ts <= e.ts, false))
    and not exists (select 1 from trigger again where again.person_id = a.person_id and again.part = a.part
        and again.ts > e.ts and again.ts <= e.ts + interval 7 days and again.outcome <> 'failed'
        and (not a.on_object or again.object_id = a.object_id))
group by a.event_id;

create temp table recanted as
select event_id, min(ts) as ts from (
    select a.event_id, e.ts from asked a join event e on e.recants = a.event_id
        and e.kind = 'risk_recanted' and e.outcome <> 'failed'
    union all
    select a.event_id, e.ts from asked a join event e on e.person_id = a.person_id and e.kind = 'termination_cancelled'
        and e.ts between a.ts - interval 30 days
            and greatest(a.ts, coalesce(a.effective_at, a.ts)) + interval 30 days
    where a.leaver and not exists (select 1 from trigger again where again.person_id = a.person_id
        and again.kind in ('termination_recorded', 'leave_date_set') and again.ts > e.ts
        and again.ts <= greatest(e.ts + interval 7 days, a.ts))
) group by event_id;

create temp table mass_operation as
select correlation, count(distinct person_id) filter (where u.event_id is not null) * 2 > count(distinct person_id)
        as is_mistake
from asked a left join undone u using (event_id) where is_mass group by correlation;

-- The trigger of a case with what became of it and of its episode.
create temp table became as
with covered as (select source, max(ts) as until from event group by source),
episode as (
    select a.episode_id, min(r.ts) as recanted_at, bool_and(a.outcome = 'failed') as all_failed,
        max(a.effective_at) as effective_at, bool_or(a.leaver) as has_leaver,
        arg_min(struct_pack(ts := u.ts, id := u.by_id, kind := u.by_kind, known_at := u.known_at), u.ts)
            filter (where a.leaver and u.ts is not null) as undone
    from asked a left join recanted r using (event_id) left join undone u using (event_id)
    group by a.episode_id
)
select l.action_id, t.kind, t.ts, t.person_id as subject, t.leaver, t.part, t.correlation,
    coalesce(u.ts, case when t.leaver then e.undone.ts end) as undone_at,
    coalesce(u.by_id, case when t.leaver then e.undone.id end) as undone_id,
    coalesce(u.by_kind, case when t.leaver then e.undone.kind end) as undone_kind,
    coalesce(u.known_at, case when t.leaver then e.undone.known_at end) as undone_known_at,
    e.recanted_at, e.all_failed, e.effective_at, e.has_leaver, r.ts as remedied_at, c.until, m.is_mistake
from linked l join trigger t using (event_id) join episode e on e.episode_id = t.episode_id
join covered c using (source)
left join undone u on u.event_id = t.event_id left join remedied r on r.event_id = t.event_id
left join mass_operation m on m.correlation = t.correlation
where l.attribution <> 'unattributed';

create temp table working as
select b.action_id, s.ts <= least(coalesce(b.undone_at, b.until), coalesce(b.recanted_at, b.until)) as kept_working
from became b asof join sign_in s on s.person_id = b.subject and s.ts >= b.ts + interval 1 hour
where b.leaver;

-- Tickets of the holder, the subject or the device: complaints within 72 h (a wipe: seven days), requests from 14 days
-- before. The wording is a few patterns for each of misfire's classes.
create temp table ticket_of as
select t.ticket_id, t.opened_at, t.serial, t.close_code = 'Automation error' as is_error, t.notes,
    coalesce(p.person_id, a.person_id) as person_id,
    regexp_matches(t.words, '(?i)\b(account|login|log-in|access|user)s?\b.{0,60}\b(disabled|de-?activated|terminated|expired|removed|revoked)\b|\b(re-?activate|re-?enable|reinstate)\b.{0,60}\b(account|access|user)|permission.{0,60}revoked')
        and not regexp_matches(t.words, '(?i)(please|kindly|can you) (disable|deactivate|remove)|to be (disabled|deactivated)')
        as says_account,
    regexp_matches(t.words, '(?i)\b(macbook|laptop|mac|iphone|phone|device)\b.{0,60}\block(ed)?\b|\blocked out of (my|the) (mac|laptop)')
        as says_locked,
    regexp_matches(t.words, '(?i)\b(iphone|phone|ipad|mac|laptop|device)\b.{0,60}\b(wiped|erased|reset to factory)|welcome screen')
        as says_erased,
    regexp_matches(t.words, '(?i)(please|kindly|can you)\s+(wipe|erase|disable|lock|deactivate|re-?image)|leaver|offboarding|has resigned|to be (wiped|disabled|erased)')
        and not regexp_matches(t.words, '(?i)re-?enable|re-?activate|I still work|have not left|by mistake')
        as is_request
from ticket t
left join okta_person p using (okta_id)
asof left join (select * from alias where valid_from is not null) a
    on a.address = t.email and t.opened_at >= a.valid_from;

create temp table party as
select distinct l.action_id, unnest(['p:' || l.holder, 'p:' || b.subject, 'd:' || l.serial]) as key, l.kind, l.sent_at,
    l.done_at
from linked l left join became b using (action_id);

create temp table ticket_link as
select distinct on (action_id, ticket_id) action_id, ticket_id, opened_at, is_request,
    case when is_request then case when by_device then 'strong' else 'medium' end
        when is_error and is_named then 'decisive'
        when is_error and done_at = max(case when is_error then done_at end) over (partition by ticket_id)
            then 'decisive'
        when opened_at <= done_at + interval 72 hours and (by_device or (says_account and kind <> 'app_remove'))
            then 'strong'
        when (says_locked and kind in ('lock', 'lost_mode_on') and opened_at <= done_at + interval 24 hours)
            or (says_erased and kind = 'wipe') then 'medium'
        else 'coincident' end as grade, by_device
from (
    select p.action_id, p.kind, p.sent_at, p.done_at, t.*, bool_or(t.by_device) over (partition by p.action_id,
            t.ticket_id) as any_device, coalesce(contains(t.notes, p.action_id), false) as is_named
    from party p join (
        select 'p:' || person_id as key, false as by_device, * from ticket_of where person_id is not null
        union all select 'd:' || serial, true, * from ticket_of where serial is not null and serial <> ''
    ) t using (key)
    where t.opened_at >= p.sent_at - interval 14 days and t.opened_at <= p.done_at + interval 7 days
)
where is_request or (opened_at >= done_at and (opened_at <= done_at + interval 72 hours or (says_erased and kind = 'wipe')))
order by by_device desc;

create temp table ticket_says as
select action_id, bool_or(grade = 'decisive') as decisive, bool_or(grade = 'strong' and not is_request) as strong,
    bool_or(grade = 'medium' and not is_request) as medium, bool_or(is_request) as intent,
    bool_or(is_request and by_device and opened_at < sent_at) as requested_before,
    string_agg(ticket_id, ';' order by ticket_id) as ticket_ids
from ticket_link join linked using (action_id) group by action_id;

create temp table protection as
select c.action_id, bool_or(x.valid_to is null or x.valid_to > c.done_at) as in_force,
    min(x.exception_id) as exception_id
from (select l.action_id, l.done_at, w.id as workflow_id, unnest([l.holder, b.subject, l.serial]) as subject
    from linked l left join became b using (action_id) left join workflow w on w.number = l.number) c
join exception x on x.subject = c.subject and (x.workflow_id = '*' or x.workflow_id = c.workflow_id)
    and x.subject_kind in ('person', 'device')
where x.valid_from <= c.done_at and (x.valid_to is null or x.valid_to >= c.done_at - interval 90 days)
group by c.action_id;

create temp table repeated as
select action_id, lag(action_id) over again as duplicate_of
from linked where attribution = 'linked'
window again as (partition by episode_id, serial, kind, object_id order by done_at, action_id);

create temp table weighed as
select l.*, b.* exclude (action_id, kind), r.duplicate_of, v.decision, x.exception_id, s.ticket_ids,
    w.id as workflow_id, w.control_owner, w.execution_owner, w.exception_owner,
    b.subject <> l.holder and coalesce(l.custody, 'personal') not in ('shared', 'kiosk', 'lab', 'stock')
        as wrong_device,
    b.subject is not null and l.custody in ('shared', 'kiosk', 'lab') as shared_device,
    least(b.undone_at, b.recanted_at) as ended_at,
    left_at.until <= l.done_at + interval 7 days as has_left,
    l.attribution = 'unattributed' and l.best_score < 0 as no_trigger, coalesce(x.in_force, false) as in_force,
    x.in_force is not null and not x.in_force as lapsed, coalesce(k.kept_working, false) as kept_working,
    coalesce(s.decisive, false) as ticket_decisive, coalesce(s.strong, false) as ticket_strong,
    coalesce(s.medium, false) as ticket_medium, coalesce(s.intent, false) as intent,
    coalesce(s.requested_before, false) as requested_before
from linked l left join became b using (action_id) left join working k using (action_id)
left join ticket_says s using (action_id) left join protection x using (action_id)
left join repeated r using (action_id) left join reviewed v using (action_id)
left join (select action_id, min(number) as number from claim group by action_id) c using (action_id)
left join workflow w on w.number = coalesce(case when l.attribution <> 'unattributed' then l.number end, c.number)
left join (select person_id, max(coalesce(valid_to, timestamp '2100-01-01')) as until from person group by person_id)
    left_at on left_at.person_id = b.subject;

-- One number per family: the strongest that fired. The worst of the cause rules names the cause.
create temp table verdict as
with bits as (
    select *,
        list_max([
            case when ended_at < done_at and undone_known_at >= done_at then 8
                when ended_at < done_at then case when done_at - sent_at <= interval 24 hours then 8 else 7 end
                else 0 end,
            case when ended_at - ts <= interval 60 seconds then 7 else 0 end,
            case when coalesce(is_mistake, false) then 7 else 0 end,
            case when undone_at - ts < interval 24 hours then case when leaver then 7 when part = 'risk' then 3 else 3 end
                when undone_at - ts < interval 72 hours then case when leaver then 4 else 3 end
                when undone_at - ts < interval 7 days then case when leaver then 2 when part = 'risk' then 3 else 1 end
                else 0 end]) as reversal,
        case when coalesce(all_failed, false) then 8 when no_trigger then 7
            when effective_at > done_at + interval 24 hours then 7
            when attribution = 'linked' and not any_approved then 7 else 0 end as event,
        case when wrong_device then 8 when shared_device then 7 else 0 end as subject_bits,
        case when in_force then 8 when lapsed then 3 else 0 end as exception_bits,
        case when kept_working then 2 else 0 end as undo,
        case when ticket_strong then 4 when ticket_medium then 2 when intent then -2 else 0 end as ticket,
        case when coalesce(has_left, false) then -6
            when remedied_at is not null then -3
            when attribution = 'unattributed' or recanted_at is not null or not any_approved then 0
            when least(coalesce(ended_at, until), until) - ts >= interval 30 days then -3
            when least(coalesce(ended_at, until), until) - ts >= interval 7 days then -2 else 0 end as truth
    from weighed
), summed as (
    select *, coalesce(wrong_device or shared_device or in_force or all_failed or no_trigger
            or effective_at > done_at + interval 24 hours, false) as is_suspended,
        -4.25 + reversal + event + subject_bits + exception_bits + undo + ticket
            + case when is_suspended then 0 else truth end as bits
    from bits
)
select *, 1 / (1 + pow(2, -bits)) as probability,
    case when decision is not null then decision
        when duplicate_of is not null then 'benign_positive'
        when not coalesce(has_leaver, false) and (custody = 'stock' or requested_before) then 'benign_positive'
        when recanted_at is not null or ticket_decisive then 'false_positive'
        when probability >= 0.8 then 'false_positive'
        when probability <= 0.2 and ((truth < 0 and not is_suspended) or ticket = -2) then 'true_positive'
        else 'undetermined' end as verdict,
    case when verdict <> 'false_positive' then null
        when ended_at < done_at then 'recanted-before-action' when recanted_at is not null then 'trigger-recanted'
        when event > 0 and coalesce(all_failed, false) then 'failed-trigger'
        when wrong_device then 'wrong-device' when in_force then 'exception-ignored'
        when no_trigger then 'no-trigger' when effective_at > done_at + interval 24 hours then 'early-action'
        when event > 0 then 'out-of-scope-trigger' when shared_device then 'shared-device-in-use'
        when coalesce(is_mistake, false) then 'bulk-trigger'
        when ended_at - ts <= interval 60 seconds then 'flapping-trigger'
        when undone_at is not null then 'trigger-reversed' when lapsed then 'exception-lapsed'
        else 'unexplained' end as cause,
    case when cause is null then null
        when cause in ('recanted-before-action', 'no-trigger', 'wrong-device', 'exception-ignored') then 'execution_owner'
        when cause in ('shared-device-in-use', 'exception-lapsed') then 'exception_owner'
        else 'control_owner' end as accountable_role
from summed;
