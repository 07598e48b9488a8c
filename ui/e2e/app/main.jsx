import { AgentSyncProvider, createAgentSync, useAgentSync } from '@openagents/sync';
import { createRoot } from 'react-dom/client';

const agent = new URLSearchParams(location.search).get('agent');
const token = () =>
  fetch('/dev/token?user=alice&org=acme')
    .then((answer) => answer.json())
    .then((answer) => answer.token);
const sync = createAgentSync({ token });

function Chat() {
  const { state, mutations } = useAgentSync(`agent:${agent}`);
  const messages = state.models.Message.byAgent(agent);
  return (
    <main data-ready={state.ready}>
      <output>{messages.length}</output>
      {messages.slice(-50).map((message) => (
        <p key={message.id}>{message.content}</p>
      ))}
      <button type="button" onClick={() => mutations.postMessage({ content: 'Hello' })}>
        Say hello
      </button>
    </main>
  );
}

createRoot(document.getElementById('root')).render(
  <AgentSyncProvider sync={sync}>
    <Chat />
  </AgentSyncProvider>,
);
