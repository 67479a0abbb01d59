/**
 * The requirements that work, by id. A test cites the ones it proves in brackets in its title, `… [RT-01, SB-02]`;
 * requirements.test.ts fails for a row without a test and for a citation without a row.
 */
export const requirements: Record<string, string> = {
  'RT-01': 'A manifest is checked against one published JSON schema; a wrong field is refused with its path',
  'RT-02': '`heron worker validate <dir>` exits 0 on a good manifest and 1 with `field: message` lines on a bad one',
  'RT-03':
    'A manifest names the range of Herons it is for; another major is refused with the reason, an older manifest loads',
  'RT-04': 'Three reference workers load on a clean install, and each completes a task',
  'RT-05': 'Fixtures of manifests: valid, each kind of invalid, of the first shape, for another Heron',
  'RT-06': 'The loader starts a worker by the tier its manifest names',
  'RT-07':
    'A worker’s init, start, stop and dispose run once each in order; afterwards no handle, timer or process is left',
  'RT-08': 'A worker is loaded, unloaded and reloaded on a change of its files while the app runs',
  'RT-09': 'A worker that throws, exits or hangs is restarted with growing delay, then shown as failed',
  'RT-10': 'Start-up time and memory of each worker are recorded and shown',
  'RT-11': 'A worker dropped into the workers folder is found and callable with no change to the core',
  'RT-13':
    'Hooks of workers watch and veto calls of actions, compaction and the stop of agents, and hear of the start and the end of the engine',
  'RT-14': 'A broken hook is logged and passed over, the others run',
  'RT-15': 'A reference hook worker with a guide and tests of its errors',
  'RT-23':
    'Tools, resources and prompts of MCP servers are actions, asked for one by one, over programs and addresses, with sign-in; what they ask in a call goes to the person',
  'RT-24':
    'Other MCP clients discover and call the actions, with a token, lists and the permissions of every run; prompts and resources are handed on',
  'RT-25': 'Malformed calls are validated, and repaired where that is unambiguous, before they run',
  'RT-26':
    'One error envelope; a failing worker never ends the engine, and a failing call never an agent, whose model reads why',
  'RT-28': 'Images, audio and files move between worker and host as streams or handles, not JSON',
  'RT-29': 'Chunking with back-pressure: a slow reader does not grow memory, and holds the producer up',
  'RT-30': 'All workers answer in one streaming envelope with partial results and an explicit end',
  'RT-31': 'A worker that stops with a question is blocked, and goes on with the answer; progress is another message',
  'RT-32': 'Worker states running, paused (frozen, no processor time), terminated; a call wakes it',
  'RT-33':
    'Quit, crash or kill leaves no process of a worker and no program it started; sweeps at the start and later end strays; a process that no longer answers after a rest is replaced',
  'SB-01': 'Permission types in the manifest; anything undeclared is denied at run time',
  'SB-02': 'First use asks (once, run, conversation, always, deny); the answer is kept, listed and revocable',
  'SB-03': 'A step gets of the lasting grants what it named before it ran; what it reaches for besides is asked about',
  'RT-27':
    'Background processes: start, moved there after a delay, list, poll, log, write to stdin, kill, clear; an event when one ends',
  'SB-18':
    'A gated step is held and shown in full; answered by button or one-time code, denied by time, kept over a restart',
  'SB-22':
    'Which workers may run: allow and deny lists, and provenance (hash, signature) checked when installed, at every load and before every start of a process',
  'SB-05': 'The tiers are compared by running escape attempts; the report says which tier guards what',
  'SB-06':
    'Links, `..`, credential places and unlisted hosts are refused; what may hold the keys of a project opens by its own name alone',
  'SB-08': 'A checklist that a worker must pass before it is bundled, checked as far as code can tell',
  'SB-09':
    'Written code runs in a process of its own with limits of processor, memory and time, output and files kept, in a workspace that is cleared away',
  'SB-20': 'A narrow channel from sandbox to engine: each request has an id, a known shape and a review',
  'SB-04':
    'Every permissioned operation and decision is in an append-only audit log that can be verified, searched and pruned',
  'SE-01':
    'A vault for secrets in the keychain or an encrypted file; the database has names, hosts, times and lengths only',
  'SE-02': 'Workers and models use secrets by name; no value in logs, events, errors, names, commands or prompts',
  'SB-12':
    'Tool profiles minimal, coding, messaging and full, with `group:` names in the lists that narrow them, of a conversation and of an agent too, each change shown before',
  'SB-13':
    'Allow and deny lists narrow the profile and deny wins; elevated mode off, ask, full by run, conversation, default',
  'SB-15': '`heron policy simulate` says what would be allowed, asked or denied and by which rule, and runs nothing',
  'SB-16': 'Trust flags for each service, the worst where nobody said anything; a damaged stored policy is never wider',
  'SB-17':
    'What a run reads from a stranger marks it for life; limits by the hour always hold; a denial is never retried',
  'SB-10':
    'Workers are routed to a container by name or by risk; without a runtime for it they do not start and say why',
  'SB-07': 'Over its memory, processor time, time or messages a worker is ended, and told is which limit and its value',
  'OR-01':
    'A plan stands before anything is done, kept, shown, changed and compared; what cannot be planned is an agent in it, step by step on the timeline',
  'OR-02':
    'The planner chooses by declared inputs, outputs and cost, from examples; for steps nobody can know it plans an agent',
  'OR-03': 'When the model gives no valid plan, fixed rules give one: same input, same plan',
  'OR-04': 'A plan draws itself as Mermaid, and a run with the state of each task',
  'OR-05':
    'The plan language has conditions, lists of any length, item by item or in batches, loops with counters and choices, checked before anything runs',
  'OR-06': 'Retries with growing intervals by the plan, and of what passes without its saying so',
  'OR-07': 'A failure is skipped, made good by other tasks, put before the person, or ends the run',
  'OR-08':
    'A failure can be put before the person with what went wrong, and an agent that is stuck asks with what it did; the run waits for the word',
  'OR-09':
    'Independent tasks are found from their dependencies and run in parallel; the graph of a run shows what can begin together as waves',
  'OR-10':
    'A limit for each class of work over all runs, in Settings; runs take turns, urgent ones first, none starves',
  'OR-11': 'Outputs of what runs in parallel come in the order of the plan, or of the list',
  'OR-12':
    'Budgets of a task or a run, in calls, time, tokens, money, processor time and memory, enforced while it runs; a runaway agent ends with a summary',
  'OR-13': 'Timeouts and cancellation reach every task, worker and program',
  'OR-14': 'What went over its budget is told with what was used, and ends or is replaced by a fallback',
  'OR-15':
    'When an agent has changed something its checks are run, what fails goes back to the model in few words, a few times at most',
  'OR-16':
    'Planners, critics, watchers and verifiers stand in tables behind small interfaces, with how often and how much in fields of the plan',
  'OR-17':
    'A circuit for each worker and host: faults open it, probes close it; with a twentieth of all calls failing runs complete',
  'OR-20':
    'A long job wakes by event whoever waits: a run goes on, though it is not in memory, and a conversation is told the outcome',
  'AG-01': 'An agent hands over: it ends, and the next one goes on with what was chosen for it alone',
  'AG-02': 'An agent gives work to another and waits for it, in one tree of budgets, stops, restarts and replays',
  'AG-16': 'A named agent has a pack, tools and a model of its own, and works and answers by them',
  'ME-04': 'Before older messages become a summary, what must outlast them is noted, once and silently',
  'ME-05':
    'Agents and plans search and sum up the memory, each in the scope of channel and sender, with the labels it has',
  'ME-06': 'Memory is searched and summed up over HTTP, with scope, query and limit checked',
  'SQ-12':
    'A folder goes on in its last conversation while that is short and fresh, else a new one is told a kept summary',
  'GW-12': 'Named agents are listed, set up, spoken to and read over HTTP',
  'SQ-01': 'Conversations are kept in the database and come back after a restart',
  'SQ-02':
    'The app killed in the middle of a conversation finds its history whole; the window says that it ended, and keeps what was typed',
  'SQ-03': 'A conversation as a file has a version, and what an older Heron wrote is read',
  'SQ-04': 'Messages go to a lane of their conversation; agents of others do not wait behind it',
  'SQ-05': 'One turn at a time in a conversation, and only so many conversations at a time, which is a setting',
  'SQ-06':
    'What is said meanwhile is collected, follows one by one, steers the agent at work at its next call, or interrupts',
  'SQ-07': 'What is collected goes when it has been quiet for a time, as one message that says how many it was',
  'SQ-08': 'The time of quiet of a channel goes before the general one',
  'SQ-09': 'A full lane drops the oldest or the newest, or keeps a line of the oldest for the next message',
  'SQ-10': 'Rules by channel and chat type say whether replies are sent; a conversation can say otherwise',
  'SQ-11': 'How much waits, for how long, what was dropped and what was said are figures and events',
  'SQ-17': 'The answer to a message is there before the next one is said',
  'SQ-13': 'Worker queue with priority lanes: an urgent task overtakes, none starves',
  'SQ-14': 'Typed events with topics, unsubscribe and back-pressure; screens react only through them',
  'SQ-15': 'After a restart a run is replayed from the event log to the same state',
  'SQ-16': 'Every consumer has its own cursor in the log; moving one never moves another',
  'GW-02':
    'Settings, and what is set up of models, MCP servers, webhooks and workers, are read and changed over the API with the hash of what one has read; a stale one is refused',
  'GW-05':
    'What a run took to think is told by tokens, time and steps; its words are neither kept nor told unless that is switched on',
  'GW-06': 'A WebSocket stream of the events',
  'GW-08': 'Requests are strict: unknown fields and bad payloads are refused with the reason',
  'MM-11':
    'On a phone the same page is the companion: everything at 390 pixels over the API, and notices of what waits, failed or is done while it is open and nobody looks, with buttons where the browser has them',
  'UI-01':
    'A default model is picked from what a server has, also one found on this machine, tried with a real question, kept over restarts',
  'UI-02': 'Settings with General, Models, Permissions and Logs tabs that read and write the configuration',
  'UI-03': 'A timeline on which steps appear live during a run',
  'DA-02': 'No hard-coded data path; one setting moves all data',
  'OB-01':
    'One interaction is one trace with nested spans, as OpenTelemetry; every past run has one, requests to models in it, shown in the window, and log lines name it',
  'OB-02':
    'Log forms json, pretty and compact, crash reports without secrets that are read and deleted in the window, a request id through HTTP, lines from message to answer',
  'OB-04': 'Every error has a class in one table; counted over all, by worker and by action, with times',
  'MD-04':
    'Failover chains, ordered, by priority or region, with health by what was seen and, while somebody waits, by a list of models; never after an answer has begun',
  'MD-05': 'First the other accounts of a model, then the next model; the account stays with its conversation',
  'MD-06':
    'What could not answer rests for 30 s, 1 min, 5 min, after a billing error for 5 h doubling to 24 h, also over a restart',
  'MD-07': 'A conversation is given a model of its own, and the usual one again',
  'MD-11':
    'Programs, those that workers start too, ask models by a local address and a short-lived key with budget and pace, more of which is asked for while they wait; no real key is in their sight',
  'MD-17':
    'How much of each window is left is told to people, plans and agents; work in the background has its share, and the rest before it begins anew',
  'OB-07':
    'What models are told is compared word for word with what was agreed; npm run coverage measures how much of that code its tests run',
  'OB-05':
    'What calls used of tokens and money is kept with each attempt, task and run, and by request, day, agent, channel and folder, beside budgets and limits',
  'DA-06':
    'Events, items and runs are indexed for what is asked of them, measured with and without; free space is given back',
  'DA-07':
    'Old runs, blobs, former contents, audit lines and logs go by age and size, in the background and by command',
  'DA-08': 'A versioned schema with tested upgrade and downgrade',
  'AU-03':
    'Webhooks start runs or let a task go on; the address is the key, 400, 404, 405, 413 and 202 as they are due, and what is sent is a stranger’s',
  'DX-01': 'Full static types, enforced together with limits on files and functions',
  'DX-04':
    'A README and an architecture page with drawings that lead a newcomer to a first run, a contributor guide, and the life of an engine',
  'ME-01':
    'Requests fit the window of the model that is asked; the newest is kept, long outputs are shown by head and tail',
  'ME-02': 'Stale results are left out of the request and not of the history; those of the last three answers stay',
  'ME-03': 'Older messages become a summary, rolling on; the chat shows it and gives the messages back',
  'ME-07':
    'Eight files of the person are told in a fixed order, cut at their length, the same files with the same bytes',
  'ME-08': 'Facts told early are answered after summaries',
  'ME-15': 'Answers of pure actions are kept by worker, version, code, action, input and settings, for their time',
  'DP-01':
    'A pool of warm, active and paused workers with a cap and recycling; those of a plan that waits for a yes are warm before it',
  'UI-10': 'A look at workers, runs, tokens and money, and what waits, in one place',
  'UI-11': 'Prompt packs, files that models are told, the model of agents, their steps and time are set in the window',
  'UI-12':
    'Runs by day and outcome, success, run time and what they used, compared with the time before, live in the app',
  'UI-06':
    'Tone, length of answers, care and how files and sources are named take effect with the next message, for all or by folder, chosen beside the message too',
  'UI-07': 'Tips after some messages, chosen by what happened, workers’ own too, none twice, one switch ends them',
  'UI-05': 'Differences, tool names and sources stand in the conversation, readable as they are',
  'UI-04': 'A plan is shown whole, with what changed since the one before in its conversation',
  'UI-09': 'Several windows build one workflow at once, see each other, and merge what they did apart',
  'UI-08': 'A workflow is built by dragging steps or by the keys alone, saved as it is built, and run from there',
  'W-01':
    'Git: clone, checkout, commit, pull and rebase, closed against what a repository holds, signed in by a token nobody reads',
  'W-02':
    'Code of six languages is outlined, searched, renamed, taken apart and begun from an outline; a project is formatted and checked with its own programs, also those of Go, Rust and C',
  'W-03':
    'npm, pip and cargo install by the lockfile from one registry; what packages would run is shown and asked for; old, why, audit',
  'W-06':
    'Images are built, containers run, looked into and cleared away, compose files started, through Docker’s or Podman’s socket and within walls',
  'W-11':
    'Folders are backed up, listed, verified, pruned and restored as they were; what was changed since is written over after asking',
  'W-04': 'Tests of a project are found, run in whole or in part, and told with file and line of what fails',
  'W-10':
    'Logs of any size are tailed, searched, followed through rotation and taken apart, the journal of systemd too; a pattern raises an alert, a new line starts a workflow',
  'W-16':
    'Clean-up: the same files, folders by kind, date, size and rules, empty folders and old files; planned first, undone as one',
  'W-05':
    'REST and GraphQL services: signing in by secrets’ names, pages, retries, claims about answers, descriptions, HAR',
  'W-09':
    'SQLite, DuckDB, PostgreSQL, MySQL and MariaDB are shown, asked by SQL that reads, explained and exported; changing is another action, and no password reaches the worker',
  'W-27': 'Markdown is checked, mended, given a table of contents, made into HTML and DOCX; its links are checked',
  'W-35':
    'CSV, JSON, Parquet and Excel files of any length are profiled, filtered, joined, aggregated, asked in SQL and converted',
  'W-37': 'Charts of data as SVG and PNG, light and dark: lines, bars, points, histograms, heat maps, pies, places',
  'W-07': 'Processes are listed, as a tree too, ended and limited',
  'W-08':
    'Hosts are looked up, pinged and traced, ports listed, pages timed, certificates shown; only networks this machine is in are scanned',
  'W-12':
    'S3 storage of any maker, signed for outside of the worker; virtual machines and DNS of three providers; Terraform plans shown, and applied only as shown',
  'W-13':
    'Zip (locked too), tar, gzip, zstd and xz are made and unpacked, 7z and bzip2 are unpacked; what leads out of the folder, bombs and links are refused',
  'W-14':
    'A folder becomes like another, here or over SSH: planned first, with what differs and why, removed where asked, cut off and gone on with',
  'W-15':
    'Changes of files are told when it is quiet again, by rules, through renames and saves that replace a file; a trigger for workflows',
  'W-38': 'Rows are collected from many pages, by HTTP or in a browser, throttled, without loading them all',
  'W-52': 'A page is read as text or Markdown, up to a length, kept for a while, and none of its scripts runs',
  'W-53':
    'A browser signs in, fills in forms, reads and collects; three tasks pass ten times in a row, and a hostile page has no effect',
  'W-51':
    'One search over Brave, Tavily and SearXNG, as the settings choose, whose answers are kept for fifteen minutes',
  'W-28':
    'A palette of every worker’s actions and of what starts a workflow, with favourites; the one engine runs it, by hand or when a trigger says so',
  'X-12':
    'A workflow of ten nodes is built, connected, set up, published and run by the keys alone, through an outline with the same powers',
  'AU-06':
    'heron auth check ends with 0, 1 or 2 as keys of models and sign-ins of MCP servers hold, are missing or end within a day; it is a template too',
  'AU-02': 'What starts by itself speaks in the conversation used last, or in one of its own',
  'AU-01':
    'Schedules in words or as crons are kept, shown with their next times and history, paused, resumed, run and removed',
  'AU-04':
    'A schedule asks an action, or a trigger that a worker offers, again and again; what it gave before is remembered, and only what is new starts a run',
  'AU-05':
    'A heartbeat goes through HEARTBEAT.md; HEARTBEAT_OK is swallowed, and no model is asked out of its hours, while it is busy or when nothing changed',
  'AU-07':
    'The answers of a schedule go to a conversation of its own, to the one it was made in, to the one used last, or nowhere',
  'OR-18': 'Two prompts at once do not wait for each other; connections to models are used again',
  'OR-19': 'Graphs with parameters are loaded from files and checked before they run',
  'X-01':
    'One plan format: the command line, the API, chat, speech, the canvas, schedules, keys, events, webhooks and MCP run the same plan the same way',
  'X-02':
    'Killed at any moment, or before or after any of its first 120 writes, a run goes on to the same end; nothing finished is done again',
  'X-03':
    'Deterministic replay from the log: the compared trace, which is what a run did, is the same event for event; forks from any step with a changed input, redacted bundles opened elsewhere',
  'X-04': 'What a run did to files is undone as one, conflicts left alone; what cannot be undone is marked before',
  'X-05':
    'A run that has read what a stranger wrote reaches no secret, outside sink or final action without a named question',
  'X-07':
    'Files, hosts, secrets, memory and time are held by the host, tried by at least 150 hostile workers and inputs',
  'X-06': 'What an answer claims is held against receipts: a lying model is marked, a captured one reaches nothing',
  'X-08':
    'One click allows all that a plan lists, the button under Enter never does, unattended runs use earlier grants or wait; measured',
  'X-10': 'Limits of a day, a month, a run and a conversation stop requests to models; an idle day makes none',
  'X-09':
    'Every occurrence of a schedule has one row, whatever befalls the clock, the zone or the engine; none runs twice',
  'X-11':
    'Eight windows that build one workflow, cut off now and then, agree, lose nothing that was kept, and undo what is their own',
  'X-13':
    'Workflows of n8n and Node-RED open, go out unchanged, and the nodes people use most run, formats, files, feeds and workflows that run others among them; how often as there is published; one’s own go to n8n, and what of each step is told',
  'X-14':
    'With its own window, and for commands, no TCP port listens; a browser’s is on this machine alone. Deep links only open a screen; one policy function for every entry point',
  'X-15': 'It works with no model at all',
  'MD-01':
    'Providers and aliases: a name stands for provider/model, and an unknown one is an error that names the known',
  'MD-02':
    'OpenAI by responses or chat beside Anthropic, OpenRouter and others; a provider is changed by environment or settings alone',
  'MD-03':
    'One client with adapters for LM Studio, Ollama, llama.cpp, vLLM and SGLang, the options that each takes with a request, and model files that Heron runs itself',
  'MD-08':
    'Answers stream from the provider to the screen and can be stopped; the first of a new conversation comes whole',
  'MD-09': 'Routing by purpose, by what a request needs, and by how equals did lately; the rules are seen and edited',
  'MD-13': 'Prompt packs are text with slots; choosing another changes how a model works, without code',
  'MD-10': 'A folder of conversations has accounts, limits and spending of its own, which keys of programs honour',
  'MD-12': 'Temperature 0 and a seed for plans and tool calls where the model takes them',
  'MD-16':
    'A small local model does small jobs first: titles, summaries, and where a sentence goes when no rule says it, within a budget and once',
  'W-24':
    'The worker voice writes recordings down with their times, as subtitles too, voice notes of Opus and MP3 among them, and reads texts out into files',
  'MM-01':
    'The microphone is streamed as it hears, speech is told from silence, what is understood shows as it is said, and what is in no closed set is written down by a model',
  'MM-02':
    'Answers are read out while they are written, by voices of this machine, one that is built in, downloaded ones or those of a server, with a choice of voice, pace and pitch',
  'MM-03': 'A wake phrase begins a command; with the privacy switch off the microphone is closed',
  'MM-04':
    'The scope of voice is written down: what it may answer, what stays on the screen, and that speech ends what Heron says',
  'MM-05':
    'A task asks to see the screen; what is shown is chosen, seen and redacted first, and its text is read without a model',
  'MM-06': 'The camera: choose the device, see it, take pictures and clips, see what moves; off closes it',
  'MM-07': 'Hands before the camera do what the settings say, with a choice of model; nothing leaves the machine',
  'MM-08':
    'Heron calls: the window rings, the person answers, puts off or declines; it speaks and listens; quiet hours, and what nobody took waits in the inbox; reminders, timers and alarms in plain words',
  'DX-09': 'A release: version, changelog, notes, tag, sums, and a film of the app made by the app',
  'DX-11': 'Scope decisions about voice and nodes are written down',
};
