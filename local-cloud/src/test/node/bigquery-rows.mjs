// Rows that are put into a table of BigQuery, and pages of those there are.
import {pageOf, rowsOf} from './bigquery-values.mjs';

export function rowCalls(bigQuery) {
  const table = args => bigQuery.dataset(args.dataset).table(args.table);
  return {
    insertRows: async ({dataset, table: name, rows, ids, ...rest}) => {
      const raw = ids && rows.map((json, i) => ({insertId: ids[i], json}));
      // Tried again, rows that were refused would have other numbers.
      const options = {...rest, raw: !!ids, partialRetries: 0};
      try {
        await table({dataset, table: name}).insert(raw ?? rows, options);
        return {failed: 0, errors: []};
      } catch (failure) {
        if (!failure.response?.insertErrors) {
          throw failure;
        }
        return refused(failure.response.insertErrors);
      }
    },
    readTable: async ({pageSize, startIndex, token, ...args}) => {
      if (pageSize === undefined) {
        return rowsOf((await table(args).getRows({startIndex, wrapIntegers: true}))[0]);
      }
      return pageOf(await table(args).getRows(paged({pageSize, startIndex, token})));
    },
    readResults: async ({jobId, ...page}) =>
      pageOf(await bigQuery.job(jobId).getQueryResults(paged(page))),
  };
}

function paged({pageSize, startIndex, token}) {
  const options = {maxResults: pageSize, autoPaginate: false, wrapIntegers: true};
  return {
    ...options,
    ...(startIndex !== undefined && {startIndex}),
    ...(token !== undefined && {pageToken: token}),
  };
}

function refused(insertErrors) {
  const rows = insertErrors.map(({index, errors}) => ({row: index ?? 0, errors}));
  rows.sort((one, other) => one.row - other.row);
  const errors = rows.flatMap(({row, errors: all}) =>
    all.map(({reason, location, message}) => [String(row), reason, location, message]),
  );
  return {failed: rows.length, errors};
}
