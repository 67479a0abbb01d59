// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  ps: {
    input: {
      /**
       * Also those that have stopped.
       */
      all: boolean;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      containers: {
        id: string;
        name: string;
        image: string;
        /**
         * running, exited, created, paused.
         */
        state: string;
        status: string;
        ports: string[];
      }[];
    };
  };
  images: {
    input: {
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      images: {
        id: string;
        tags: string[];
        bytes: number;
        /**
         * As an ISO 8601 time.
         */
        createdAt: string;
      }[];
    };
  };
  pull: {
    input: {
      /**
       * With a tag or digest, if not the latest.
       */
      image: string;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      image: string;
      id: string;
    };
  };
  build: {
    input: {
      /**
       * The folder that is sent.
       */
      folder: string;
      /**
       * What the image is called. Absent: as the folder.
       */
      tag?: string;
      /**
       * The Dockerfile, as a name below the folder.
       */
      file: string;
      /**
       * The stage to build; empty: the last.
       */
      target: string;
      /**
       * Build arguments, each NAME=value.
       *
       * @maxItems 100
       */
      arguments: string[];
      /**
       * What the steps may reach.
       */
      network: 'none' | 'default';
      /**
       * Fetch newer images that it is built on.
       */
      pull: boolean;
      /**
       * Take steps over that were done before.
       */
      cache: boolean;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      image: string;
      id: string;
      /**
       * That were sent.
       */
      files: number;
      bytes: number;
      /**
       * Links and files with keys, which were not sent; the first hundred.
       */
      leftOut: string[];
      /**
       * What the build said, its end.
       */
      log: string;
    };
  };
  run: {
    input: {
      /**
       * With a tag or digest, if not the latest.
       */
      image: string;
      /**
       * Absent: the command of the image.
       *
       * @maxItems 1000
       */
      command: string[];
      /**
       * What the container is called.
       */
      name?: string;
      /**
       * Variables, each NAME=value.
       *
       * @maxItems 200
       */
      env: string[];
      /**
       * What it sees of this machine. Never the whole disk, system folders, a home folder or a socket.
       *
       * @maxItems 50
       */
      mounts: {
        /**
         * The whole path of a folder or file here.
         */
        source: string;
        /**
         * Where it is in the container.
         */
        target: string;
        /**
         * The container may change it.
         */
        write?: boolean;
      }[];
      /**
       * Ports of this machine, and of the container behind them: 8080:80. Only this machine reaches them.
       *
       * @maxItems 50
       */
      ports: string[];
      /**
       * none; a network of its own; host: that of this machine, if the settings grant host-network.
       */
      network: 'none' | 'default' | 'host';
      /**
       * Who it runs as; empty: whom the image names.
       */
      user: string;
      /**
       * Where in the container it starts.
       */
      folder: string;
      /**
       * The most memory it may use.
       */
      memoryMb: number;
      /**
       * The most processors it may use.
       */
      cpus: number;
      /**
       * When it is ended, unless it runs on.
       */
      seconds: number;
      /**
       * Let it run on.
       */
      detach: boolean;
      /**
       * Keep the container when it has ended.
       */
      keep: boolean;
      /**
       * All rights over this machine, if the settings grant privileged.
       */
      privileged: boolean;
      /**
       * See all processes, if the settings grant host-pid.
       */
      hostPid: boolean;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      container: string;
      /**
       * null: it runs on.
       */
      exitCode: number | null;
      stdout: string;
      stderr: string;
      /**
       * It said more than is kept.
       */
      truncated: boolean;
    };
  };
  exec: {
    input: {
      /**
       * Its name or id.
       */
      container: string;
      /**
       * The program and its arguments; there is no shell unless you name one.
       *
       * @minItems 1
       * @maxItems 1000
       */
      command: [string, ...string[]];
      /**
       * Variables, each NAME=value.
       *
       * @maxItems 200
       */
      env: string[];
      /**
       * Who it runs as; empty: as the container does.
       */
      user: string;
      /**
       * Where in the container it starts.
       */
      folder: string;
      /**
       * End the command after this time.
       */
      seconds: number;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      container: string;
      /**
       * null: it runs on.
       */
      exitCode: number | null;
      stdout: string;
      stderr: string;
      /**
       * It said more than is kept.
       */
      truncated: boolean;
    };
  };
  logs: {
    input: {
      /**
       * Its name or id.
       */
      container: string;
      /**
       * Of what it has said before.
       */
      lines: number;
      /**
       * Read on as it comes.
       */
      follow: boolean;
      /**
       * How long to read on.
       */
      seconds: number;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      container: string;
      lines: string[];
      /**
       * There was more than is kept.
       */
      truncated: boolean;
      isRunning: boolean;
    };
  };
  start: {
    input: {
      /**
       * Its name or id.
       */
      container: string;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      container: string;
    };
  };
  stop: {
    input: {
      /**
       * Its name or id.
       */
      container: string;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      container: string;
    };
  };
  remove: {
    input: {
      /**
       * Its name or id.
       */
      container: string;
      /**
       * Its nameless volumes too, with what is in them.
       */
      volumes: boolean;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      container: string;
    };
  };
  composeUp: {
    input: {
      /**
       * compose.yaml or docker-compose.yml.
       */
      file: string;
      /**
       * Empty: what the file says, else the name of its folder.
       */
      project: string;
      /**
       * Only these, and what they depend on.
       *
       * @maxItems 100
       */
      services: string[];
      /**
       * Services of these profiles too.
       *
       * @maxItems 100
       */
      profiles: string[];
      /**
       * For the file, each NAME=value; before those of the file .env beside it.
       *
       * @maxItems 200
       */
      variables: string[];
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      project: string;
      services: {
        service: string;
        container: string;
        /**
         * false: it was there as the file says.
         */
        isNew: boolean;
      }[];
    };
  };
  composeDown: {
    input: {
      /**
       * compose.yaml or docker-compose.yml.
       */
      file: string;
      /**
       * Empty: what the file says, else the name of its folder.
       */
      project: string;
      /**
       * Also what its volumes hold.
       */
      volumes: boolean;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      project: string;
      /**
       * Names of containers, networks and volumes.
       */
      removed: string[];
    };
  };
  prune: {
    input: {
      /**
       * containers that have stopped, images without a name, volumes that no container uses.
       *
       * @minItems 1
       * @maxItems 3
       */
      what:
        | ['containers' | 'images' | 'volumes']
        | ['containers' | 'images' | 'volumes', 'containers' | 'images' | 'volumes']
        | [
            'containers' | 'images' | 'volumes',
            'containers' | 'images' | 'volumes',
            'containers' | 'images' | 'volumes'
          ];
      /**
       * Only say what would go.
       */
      dryRun: boolean;
      /**
       * The socket of Docker or Podman. Absent: the first of the usual ones that is there.
       */
      socket: string;
    };
    output: {
      /**
       * Names or ids.
       */
      removed: string[];
      /**
       * That became free, as far as is told.
       */
      bytes: number;
      dryRun: boolean;
    };
  };
};

export type Settings = {
  /**
   * What a container may be given that lets it out of its walls: privileged, host-network, host-pid. Usually nothing.
   *
   * @maxItems 3
   */
  granted:
    | []
    | ['privileged' | 'host-network' | 'host-pid']
    | ['privileged' | 'host-network' | 'host-pid', 'privileged' | 'host-network' | 'host-pid']
    | [
        'privileged' | 'host-network' | 'host-pid',
        'privileged' | 'host-network' | 'host-pid',
        'privileged' | 'host-network' | 'host-pid'
      ];
  /**
   * The most that a folder an image is built of may have.
   */
  contextMb: number;
};
