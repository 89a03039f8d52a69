package io.bridge.dashboard.budget;

/** The statements of the ledger. */
final class LedgerSql {
  static final String CAPS =
      """
      select coalesce(max(c.query_bytes), $2::bigint) as query_bytes,
        coalesce(max(c.day_bytes), $3::bigint) as day_bytes
      from team_cap c where c.team_id = $1
      """;

  /** One row where the bytes were there, none where not. The day's row is locked by the upsert. */
  static final String RESERVE =
      """
      with day as (
        insert into team_day as d (team_id, day, reserved, billed)
        select $2::uuid, $10::date, $8::bigint, 0 where $8::bigint <= $9::bigint
        on conflict (team_id, day) do update set reserved = d.reserved + excluded.reserved
          where d.reserved + d.billed + excluded.reserved <= $9::bigint
        returning d.team_id
      )
      insert into reservation (id, team_id, connection_id, day, origin, person, slug, query, bytes,
        status, created_at, expires_at)
      select $1::uuid, $2::uuid, $3::uuid, $10::date, $4::text, $5::uuid, $6::text, $7::text,
        $8::bigint, 'OPEN', $11::timestamptz, $12::timestamptz
      from day
      """;

  static final String SETTLE =
      """
      with done as (
        update reservation
        set status = 'SETTLED', billed = $2::bigint, settled_at = $3::timestamptz,
          job_id = $4::text
        where id = $1::uuid and status = 'OPEN' returning team_id, day, bytes
      )
      update team_day d set reserved = d.reserved - done.bytes, billed = d.billed + $2::bigint
      from done where d.team_id = done.team_id and d.day = done.day
      """;

  /** Whoever reserved them may have run the query before it died: they count as billed in full. */
  static final String REAP =
      """
      with lost as (
        update reservation set status = 'REAPED', billed = bytes, settled_at = $1::timestamptz
        where status = 'OPEN' and expires_at <= $1::timestamptz returning team_id, day, bytes
      ), sums as (
        select team_id, day, sum(bytes)::bigint as bytes from lost group by team_id, day
      ), counted as (
        update team_day d
        set reserved = d.reserved - sums.bytes, billed = d.billed + sums.bytes
        from sums where d.team_id = sums.team_id and d.day = sums.day
      )
      select count(*)::int from lost
      """;

  private LedgerSql() {}
}
