import type { RebuildReport } from '@openagents/sync';
import { differenceOf, summaryOf } from './words';

/** What a run found and did. */
export function ReportView({ report }: { report: RebuildReport }) {
  const differing = report.models.filter(({ changed, missing, extra }) => changed + missing + extra > 0);
  return (
    <div className="pt-2 text-xs text-ink-soft">
      <p>{summaryOf(report)}</p>
      {differing.length > 0 && (
        <table className="mt-2 w-full text-left">
          <thead className="text-ink-faint">
            <tr>
              <th className="font-normal">Model</th>
              <th className="text-right font-normal">changed</th>
              <th className="text-right font-normal">missing</th>
              <th className="text-right font-normal">extra</th>
            </tr>
          </thead>
          <tbody>
            {differing.map(({ model, changed, missing, extra }) => (
              <tr key={model}>
                <td>{model}</td>
                <td className="text-right">{changed.toLocaleString('en')}</td>
                <td className="text-right">{missing.toLocaleString('en')}</td>
                <td className="text-right">{extra.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {report.orgsLeft.map(({ orgId, reason }) => (
        <p key={orgId} className="pt-1 text-bad">
          Org {orgId} stays as it is: {reason}
        </p>
      ))}
      {report.examples.length > 0 && (
        <ul aria-label="Examples of rows that differ" className="mt-2 flex flex-col gap-1.5">
          {report.examples.map((row) => (
            <li key={`${row.model} ${row.id}`} className="break-words">
              {row.model} <code>{row.id}</code>: {differenceOf(row)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
