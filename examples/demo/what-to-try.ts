import { story } from './sample-company/index.ts';
import type { Stage } from './stage/start-stage.ts';

/** What stands on the screen while the demonstration runs. Every command is one line to copy into another terminal; demo.test.ts runs them. */
export function whatToTry({
  url,
  token,
  password,
  folder,
  pohoda,
  flexi,
  turnstile,
  terminal,
  webhooks,
}: Stage): string {
  const asJson = `-H "Authorization: Bearer $GANGWAY_TOKEN" -H "Content-Type: application/json"`;
  const bearer = `-H "Authorization: Bearer $GANGWAY_TOKEN"`;
  const invoice = (registration: string): string => `"$GANGWAY_URL/rest/v1/1/documents?registration=${registration}"`;
  const change = (registration: string, body: string): string =>
    `curl -sS -X PATCH ${invoice(registration)} ${asJson} -d '${body}'`;
  const [ready] = story.exportReady;
  return `
  Gangway                   ${url}   (login admin, password ${password})
  Pohoda mServer            ${pohoda.url}   (what it received: ${pohoda.url}/control/received)
  ABRA Flexi                ${flexi.url}   (what it received: ${flexi.url}/control/received)
  Turnstile                 ${turnstile.url}   (what waits in it: ${turnstile.url}/waiting)
  Turnstile with own XML    ${terminal.url}   (what waits in it: ${terminal.url}/waiting)
  Webhook receiver          ${webhooks.receiver}   (what it has learnt: ${webhooks.receiver}/taken)
  Bridge, its ISDOC files   ${webhooks.files}
  Log, data, copied packs   ${folder}

  In another terminal, in this folder:

    export GANGWAY_URL=${url} GANGWAY_TOKEN=${token}

  Approve an invoice: it goes to Pohoda as XML, and Pohoda's number comes back onto it.
    ${change(story.approved, '{"status":"APPROVED"}')}
    curl -sS ${invoice(story.approved)} ${bearer}

  Mark one EXPORT READY: it goes to ABRA Flexi as JSON, and is marked EXT.SENT.
    ${change(ready, '{"properties":{"extStatus":"EXT.READY"}}')}

  See what a message would look like, before anything is sent.
    npx gangway preview invoice-to-pohoda --registration UA-0103

  Let Pohoda fail, approve another invoice, and watch the four attempts (at 0, 1, 2 and 4 seconds).
    curl -sS -X POST ${pohoda.url}/control/outage -d '{"mode":"refuse"}'
    ${change(story.duringOutage, '{"status":"APPROVED"}')}
    curl -sS "$GANGWAY_URL/api/v1/1/deliveries?connection=pohoda" ${bearer}

  Let Pohoda work again, and send everything once more that has failed.
    curl -sS -X POST ${pohoda.url}/control/outage -d '{"mode":"off"}'
    npx gangway resend --connection pohoda --state failed

  Let somebody come in at the turnstile, pull its cable, let her leave, and put it in again; then see who is there.
    curl -sS -X POST ${turnstile.url}/pass -d '{"badge":"B101","direction":"IN"}'
    curl -sS -X POST ${turnstile.url}/network -d '{"cut":true}'
    curl -sS -X POST ${turnstile.url}/pass -d '{"badge":"B101","direction":"OUT"}'
    curl -sS -X POST ${turnstile.url}/network -d '{"cut":false}'
    curl -sS "$GANGWAY_URL/rest/v1/1/views/intervals.attendance" ${bearer}

  Let somebody come in at the turnstile that can only send its own XML, and see the call and how it was read.
    curl -sS -X POST ${terminal.url}/pass -d '{"card":"B102","direction":"P"}'
    curl -sS -X POST ${terminal.url}/deliver
    curl -sS "$GANGWAY_URL/api/v1/1/calls?definition=turnstile-xml" ${bearer}
    npx gangway preview --definition turnstile-xml --message ${folder}/packs/turnstile-xml/sample.xml

  Approve an invoice: the webhook receiver is told and asks for it, and the bridge writes an ISDOC file.
    ${change(story.told, '{"status":"APPROVED"}')}
    curl -sS ${webhooks.receiver}/taken
    ls ${webhooks.files}

  See which hooks there are, and what was told.
    curl -sS "$GANGWAY_URL/api/v1/1/hooks" ${bearer}

  Change a template in ${folder}/packs, and bring it in.
    npx gangway diff ${folder}/packs/pohoda/integration.yaml
    npx gangway apply ${folder}/packs/pohoda/integration.yaml

  Ctrl-C stops everything and removes the folder.
`;
}
