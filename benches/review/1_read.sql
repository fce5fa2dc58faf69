-- The whole review as DuckDB SQL, to hold misfire against: reading. Started by run.py, which puts the event types of
-- misfire's own table for `TYPES` and the target folder for `OUT`, sets the variables `folder`, `period_from`,
-- `period_to`, `zone` and `ticket_zone`, and makes the tables `workflow`, `okta_kind`, `command_kind` and `hr_kind`. What
-- DuckDB cannot read alone is brought into shape there, inside the measured time: the control map, Windows-1252, XML.
--
-- What the four files leave out, so that they do LESS work than misfire and the comparison favours DuckDB:
-- * of reading: rejected, duplicate and ignored rows are not counted, no coverage, no hash of any input, no people or
--   devices that neither a register nor the inventory names, no changed identifiers, no login local parts or display
--   names, no device names in the words of a ticket;
-- * of linking: no histogram of lags (closeness is log-uniform) and no shared correlations in the score, no merging by
--   completion, no recent users, no roll-backs, no exceptions by unit, class or kind of person;
-- * of judging: a few patterns instead of misfire's twelve classes of wording, not every rule, no check that one row of
--   evidence supports one family only, no conflicts of reviewers;
-- * of measuring and ranking: no lost hours, no regulated work, no review states, no shrunken rates, no weeks, no missed
--   triggers, no pending commands, and not the period before, which misfire reviews too;
-- * of reporting: no reasons, no source lines, no pages: five CSV tables.
set timezone = 'UTC';
set preserve_insertion_order = false;

-- A date, a stamp with `Z`, or one in the zone given, as UTC.
create macro utc(t, zone) as case
    when t is null or t = '' then null
    when right(t, 1) = 'Z' then try_cast(t as timestamp)
    else timezone('UTC', timezone(zone, try_cast(t as timestamp))) end;
-- The end of a validity: a date without time includes that day.
create macro utc_end(t, zone) as
    case when length(t) = 10 then utc((try_cast(t as date) + 1)::varchar, zone) else utc(t, zone) end;

-- JSON is read as text and taken apart by `from_json`: with `columns` given, `read_json` of DuckDB 2.0 needs a tenth more
-- for the log and ten times as much for pages of one object.
create temp table okta as
select e.uuid as event_id, e.eventType as raw, try_cast(e.published as timestamp) as ts,
    coalesce(list_filter(e.target, lambda t: t."type" = 'User')[1],
        case when e.actor."type" = 'User' and e.eventType in ('user.session.start', 'user.account.lock',
            'user.account.lock.limit') then e.actor end) as subject,
    list_filter(e.target, lambda t: t."type" = 'UserGroup')[1] as of_group,
    list_filter(e.target, lambda t: t."type" = 'AppInstance')[1] as of_app,
    e.outcome.result as result, e.outcome.reason as reason, e.transaction.id as correlation,
    e.debugContext.debugData.risk as risk, e.debugContext.debugData."Label" as label,
    e.debugContext.debugData."EventUuid" as recants
from (
    select from_json(json, '{"uuid": "VARCHAR", "eventType": "VARCHAR", "published": "VARCHAR",
        "actor": {"id": "VARCHAR", "type": "VARCHAR", "alternateId": "VARCHAR", "displayName": "VARCHAR"},
        "target": [{"id": "VARCHAR", "type": "VARCHAR", "alternateId": "VARCHAR", "displayName": "VARCHAR"}],
        "outcome": {"result": "VARCHAR", "reason": "VARCHAR"}, "transaction": {"id": "VARCHAR"},
        "debugContext": {"debugData": {"risk": "VARCHAR", "Label": "VARCHAR", "EventUuid": "VARCHAR"}}}') as e
    from read_ndjson_objects(getvariable('folder') || '/exports/identity/okta-*', ignore_errors = true)
    where json->>'eventType' in (TYPES)
);

create temp table hr as
select h."Transaction" as event_id, k.kind, utc(h."Decided at", getvariable('zone')) as ts,
    greatest(utc(h."Decided at", getvariable('zone')), utc(h."Entered at", getvariable('zone'))) as known_at,
    utc(h."Effective date", getvariable('zone')) as effective_at, h."Employee ID" as employee_id,
    lower(h."Work e-mail") as email
from read_csv(getvariable('folder') || '/exports/identity/hr-events.csv', header = true, all_varchar = true) h
join hr_kind k on k.name = h."Change";

create temp table person as
select person_id, kind, unit, okta_id, employee_id, lower(email) as email, lower(upn) as upn,
    utc(valid_from, getvariable('zone')) as valid_from, utc_end(valid_to, getvariable('zone')) as valid_to
from read_csv(getvariable('folder') || '/registers/people.csv', header = true, all_varchar = true);

create temp table device_version as
select serial, upper(udid) as udid, lower(management_id) as management_id, jamf_class, jamf_id, device_class, custody,
    assigned_person, unit, utc(valid_from, getvariable('zone')) as valid_from,
    utc_end(valid_to, getvariable('zone')) as valid_to
from read_csv(getvariable('folder') || '/registers/devices.csv', header = true, all_varchar = true);

create temp table exception as
select exception_id, workflow_id, subject_kind, subject, approved_by,
    utc(valid_from, getvariable('zone')) as valid_from, utc_end(valid_to, getvariable('zone')) as valid_to
from read_csv(getvariable('folder') || '/registers/exceptions.csv', header = true, all_varchar = true)
where approved_by is not null;

create temp table reviewed as
select action_id, arg_max(decision, reviewed_at) as decision
from read_csv(getvariable('folder') || '/registers/reviews.csv', header = true, all_varchar = true)
group by action_id;

create temp table inventory as
select upper(r.hardware.serialNumber) as serial, lower(r.general.managementId) as management_id,
    'computer' as jamf_class, lower(r.userAndLocation.email) as email, lower(r.userAndLocation.username) as login,
    try_cast(r.general.reportDate as timestamp) as ts
from (select unnest(from_json(content, '{"results": [{"general": {"managementId": "VARCHAR", "reportDate": "VARCHAR"},
        "hardware": {"serialNumber": "VARCHAR"}, "userAndLocation": {"email": "VARCHAR", "username": "VARCHAR"}}]}')
        .results) as r
    from read_text(getvariable('folder') || '/exports/jamf/computers-inventory.json'))
union all
select upper(r.hardware.serialNumber), lower(r.general.managementId), 'mobile', lower(r.userAndLocation.emailAddress),
    lower(r.userAndLocation.username), try_cast(r.general.lastInventoryUpdateDate as timestamp)
from (select unnest(from_json(content, '{"results": [{"general": {"managementId": "VARCHAR",
            "lastInventoryUpdateDate": "VARCHAR"}, "hardware": {"serialNumber": "VARCHAR"},
        "userAndLocation": {"emailAddress": "VARCHAR", "username": "VARCHAR"}}]}').results) as r
    from read_text(getvariable('folder') || '/exports/jamf/mobile-devices.json'));

create temp table command as
select lower(r.uuid) as action_id, k.kind, r.commandState as state, try_cast(r.dateSent as timestamp) as sent_at,
    case when r.commandState = 'ACKNOWLEDGED' then try_cast(r.dateCompleted as timestamp) end as done_at,
    lower(r.client.managementId) as management_id, r.profileId::varchar as object_id
from (select unnest(from_json(json, '{"results": [{"uuid": "VARCHAR", "commandType": "VARCHAR",
        "commandState": "VARCHAR", "dateSent": "VARCHAR", "dateCompleted": "VARCHAR",
        "client": {"managementId": "VARCHAR"}, "profileId": "BIGINT"}]}').results) as r
    from read_json_objects(getvariable('folder') || '/exports/jamf/mdm-commands-*.json', format = 'unstructured'))
join command_kind k on k.name = lower(replace(r.commandType, '_', ''))
where k.kind <> 'routine';

create macro read_histories(files, shape) as table
    select from_json(json, shape) as h from read_ndjson_objects(files, ignore_errors = true);

create temp table history as
select 'computer' as jamf_class, h.computer_history.general as device, h.computer_history.commands as commands,
    h.computer_history.policy_logs as policies, h.computer_history.user_location as holders
from read_histories([getvariable('folder') || '/exports/jamf/computerhistory-*.ndjson.gz', 'OUT/xml-histories.ndjson'],
    '{"computer_history": {"general": {"id": "BIGINT", "udid": "VARCHAR", "serial_number": "VARCHAR"},
        "commands": {"completed": [{"name": "VARCHAR", "issued_epoch": "BIGINT", "completed_epoch": "BIGINT",
                "username": "VARCHAR"}],
            "pending": [{"name": "VARCHAR", "issued_epoch": "BIGINT", "username": "VARCHAR"}],
            "failed": [{"name": "VARCHAR", "issued_epoch": "BIGINT", "username": "VARCHAR"}]},
        "policy_logs": [{"policy_id": "BIGINT", "status": "VARCHAR", "date_completed_epoch": "BIGINT"}],
        "user_location": [{"date_time_epoch": "BIGINT", "username": "VARCHAR", "email_address": "VARCHAR"}]}}')
where h is not null
union all
select 'mobile', h.mobile_device_history.general, h.mobile_device_history.management_commands, null,
    h.mobile_device_history.user_location
from read_histories(getvariable('folder') || '/exports/jamf/mobiledevicehistory-*.ndjson.gz',
    '{"mobile_device_history": {"general": {"id": "BIGINT", "udid": "VARCHAR", "serial_number": "VARCHAR"},
        "management_commands": {"completed": [{"name": "VARCHAR", "date_time_issued_epoch": "BIGINT",
                "date_time_completed_epoch": "BIGINT", "username": "VARCHAR"}],
            "pending": [{"name": "VARCHAR", "date_time_issued_epoch": "BIGINT", "username": "VARCHAR"}],
            "failed": [{"name": "VARCHAR", "date_time_issued_epoch": "BIGINT", "username": "VARCHAR"}]},
        "user_location": [{"date_time_epoch": "BIGINT", "username": "VARCHAR", "email_address": "VARCHAR"}]}}')
where h is not null;

create temp table ticket as
select distinct on (ticket_id) *
from (
    select "number" as ticket_id, utc(opened_at, getvariable('ticket_zone')) as opened_at,
        lower("caller_id.email") as email, null as okta_id, upper("cmdb_ci.serial_number") as serial, close_code,
        concat_ws('. ', short_description, description) as words, lower(close_notes) as notes
    from read_csv('OUT/incidents.csv', header = true, all_varchar = true, quote = '"', escape = '"',
        ignore_errors = true)
    union all
    select r."number", try_cast(r.opened_at as timestamp), lower(r."caller_id.email"), r.caller_id."value",
        upper(r."cmdb_ci.serial_number"), r.close_code, concat_ws('. ', r.short_description, r.description),
        lower(r.close_notes)
    from (select unnest(from_json(content, '{"result": [{"number": "VARCHAR", "opened_at": "VARCHAR",
            "short_description": "VARCHAR", "description": "VARCHAR", "caller_id": {"value": "VARCHAR"},
            "caller_id.email": "VARCHAR", "cmdb_ci.serial_number": "VARCHAR", "close_code": "VARCHAR",
            "close_notes": "VARCHAR"}]}')."result") as r
        from read_text(getvariable('folder') || '/exports/tickets/servicenow-requests.json')));
