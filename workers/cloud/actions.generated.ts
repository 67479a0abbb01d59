// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  buckets: {
    input: {
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      buckets: {
        name: string;
        /**
         * As an ISO 8601 time.
         */
        createdAt: string;
      }[];
    };
  };
  list: {
    input: {
      /**
       * s3://bucket, or s3://bucket/2024/ for what begins like that.
       */
      place: string;
      /**
       * Also what lies in folders below.
       */
      deep: boolean;
      /**
       * Objects at most.
       */
      limit: number;
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      place: string;
      objects: {
        /**
         * The whole name in the bucket.
         */
        key: string;
        bytes: number;
        /**
         * As an ISO 8601 time.
         */
        modifiedAt: string;
        storageClass: string;
      }[];
      /**
       * Names up to a /, where not deep.
       */
      folders: string[];
      /**
       * Of all objects listed.
       */
      bytes: number;
      /**
       * There are more than the limit.
       */
      more: boolean;
    };
  };
  get: {
    input: {
      /**
       * s3://bucket/key
       */
      place: string;
      /**
       * The file to write.
       */
      path: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      place: string;
      /**
       * The file that was written.
       */
      path: string;
      bytes: number;
      /**
       * What the storage says it is.
       */
      contentType: string;
    };
  };
  put: {
    input: {
      /**
       * The file to upload.
       */
      path: string;
      /**
       * s3://bucket/key; below s3://bucket/ or a name that ends in / it keeps its own name.
       */
      place: string;
      /**
       * What it is, like image/jpeg. Absent: by its name.
       */
      contentType?: string;
      /**
       * Replace an object that is there.
       */
      overwrite: boolean;
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      place: string;
      bytes: number;
      /**
       * In how many it was sent.
       */
      parts: number;
    };
  };
  copy: {
    input: {
      /**
       * s3://bucket/key
       */
      from: string;
      /**
       * s3://bucket/key
       */
      to: string;
      /**
       * Replace an object that is there.
       */
      overwrite: boolean;
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      from: string;
      to: string;
    };
  };
  remove: {
    input: {
      /**
       * s3://bucket/key, or s3://bucket/2024/ with everything.
       */
      place: string;
      /**
       * All that lies below the place.
       */
      everything: boolean;
      /**
       * Remove nothing when there is more than this.
       */
      most: number;
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      place: string;
      /**
       * The names that are gone.
       */
      removed: string[];
    };
  };
  link: {
    input: {
      /**
       * s3://bucket/key
       */
      place: string;
      /**
       * GET to download, PUT to upload.
       */
      method: 'GET' | 'PUT';
      /**
       * How long it is good, at most a week.
       */
      minutes: number;
      /**
       * The region of the bucket, as it stands in the signature. What is no AWS often takes any.
       */
      region: string;
      /**
       * The address of the storage: MinIO, R2, Backblaze or any other that speaks S3. Absent: AWS in that region.
       */
      endpoint: string;
      /**
       * The name of the secret with the keys, KEYID:SECRET, kept for the host of the storage.
       */
      secret: string;
    };
    output: {
      place: string;
      /**
       * The address.
       */
      url: string;
      /**
       * As an ISO 8601 time.
       */
      endsAt: string;
    };
  };
  machines: {
    input: {
      /**
       * Whose account.
       */
      provider: 'aws' | 'azure' | 'gcp';
      /**
       * With aws.
       */
      region: string;
      /**
       * With azure the id of the subscription, with gcp the id of the project.
       */
      account?: string;
      /**
       * Another address than the usual one, for clouds of their own.
       */
      endpoint: string;
      /**
       * The name of the secret: keys (KEYID:SECRET) with aws; else a token, or with client the secret of that application. Absent: cloud-aws, cloud-azure or cloud-gcp.
       */
      secret: string;
      /**
       * With azure and client: the id or domain of the directory.
       */
      tenant?: string;
      /**
       * With azure: the id of the application that signs in; with gcp: the address of the service account, whose key file the secret is. Absent: the secret is a token.
       */
      client?: string;
      /**
       * With client: where tokens are given. Absent: Microsoft, for the tenant.
       */
      tokenUrl?: string;
      /**
       * At most so many.
       */
      limit: number;
    };
    output: {
      provider: string;
      machines: {
        id: string;
        name: string;
        /**
         * As the provider says: running, stopped, deallocated.
         */
        state: string;
        /**
         * The kind of machine.
         */
        size: string;
        /**
         * Its zone.
         */
        place: string;
        privateAddress?: string;
        publicAddress?: string;
        /**
         * As an ISO 8601 time; of Azure when it was made.
         */
        startedAt?: string;
      }[];
      /**
       * There are more than the limit.
       */
      more: boolean;
    };
  };
  zones: {
    input: {
      /**
       * Whose account.
       */
      provider: 'aws' | 'azure' | 'gcp';
      /**
       * With aws it is the same everywhere.
       */
      region: string;
      /**
       * With azure the id of the subscription, with gcp the id of the project.
       */
      account?: string;
      /**
       * Another address than the usual one, for clouds of their own.
       */
      endpoint: string;
      /**
       * The name of the secret: keys (KEYID:SECRET) with aws; else a token, or with client the secret of that application. Absent: cloud-aws, cloud-azure or cloud-gcp.
       */
      secret: string;
      /**
       * With azure and client: the id or domain of the directory.
       */
      tenant?: string;
      /**
       * With azure: the id of the application that signs in; with gcp: the address of the service account, whose key file the secret is. Absent: the secret is a token.
       */
      client?: string;
      /**
       * With client: where tokens are given. Absent: Microsoft, for the tenant.
       */
      tokenUrl?: string;
      /**
       * At most so many.
       */
      limit: number;
    };
    output: {
      provider: string;
      zones: {
        id: string;
        /**
         * Without the last dot.
         */
        name: string;
        isPrivate: boolean;
      }[];
      /**
       * There are more than the limit.
       */
      more: boolean;
    };
  };
  records: {
    input: {
      /**
       * Its name, like example.org, or its id where several have that name.
       */
      zone: string;
      /**
       * Only these.
       */
      type?: 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'DS' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'SRV' | 'TXT';
      /**
       * Whose account.
       */
      provider: 'aws' | 'azure' | 'gcp';
      /**
       * With aws it is the same everywhere.
       */
      region: string;
      /**
       * With azure the id of the subscription, with gcp the id of the project.
       */
      account?: string;
      /**
       * Another address than the usual one, for clouds of their own.
       */
      endpoint: string;
      /**
       * The name of the secret: keys (KEYID:SECRET) with aws; else a token, or with client the secret of that application. Absent: cloud-aws, cloud-azure or cloud-gcp.
       */
      secret: string;
      /**
       * With azure and client: the id or domain of the directory.
       */
      tenant?: string;
      /**
       * With azure: the id of the application that signs in; with gcp: the address of the service account, whose key file the secret is. Absent: the secret is a token.
       */
      client?: string;
      /**
       * With client: where tokens are given. Absent: Microsoft, for the tenant.
       */
      tokenUrl?: string;
      /**
       * At most so many.
       */
      limit: number;
    };
    output: {
      zone: string;
      records: {
        name: string;
        type: string;
        /**
         * How long it may be kept.
         */
        seconds?: number;
        /**
         * As a zone file writes them; an alias says what of.
         */
        values: string[];
      }[];
      /**
       * There are more than the limit.
       */
      more: boolean;
    };
  };
  plan: {
    input: {
      /**
       * The folder with the configuration, initialised.
       */
      folder: string;
      /**
       * Where the plan is kept. Absent: heron.tfplan in the folder.
       */
      out: string;
      /**
       * Terraform, or OpenTofu.
       */
      program: 'terraform' | 'tofu';
    };
    output: {
      /**
       * The plan that was read.
       */
      path: string;
      /**
       * Of that file: what apply is told, so that nothing else is applied.
       */
      sha256: string;
      changes: {
        address: string;
        type: string;
        action: 'create' | 'update' | 'replace' | 'destroy' | 'read' | 'forget';
        /**
         * Why it is replaced or destroyed, where Terraform says so.
         */
        reason?: string;
        /**
         * What changes; sensitive values are hidden.
         */
        fields: {
          name: string;
          before?: string;
          after?: string;
        }[];
        moreFields: number;
      }[];
      counts: {
        create: number;
        update: number;
        replace: number;
        destroy: number;
        read: number;
        forget: number;
      };
      outputs: {
        name: string;
        action: 'create' | 'update' | 'replace' | 'destroy' | 'read' | 'forget';
      }[];
      /**
       * Things that were changed by others since.
       */
      drift: number;
      /**
       * Changes beyond those listed; the counts have all.
       */
      more: number;
    };
  };
  showPlan: {
    input: {
      /**
       * The plan, or its JSON in a file that ends in .json.
       */
      path: string;
      /**
       * The folder of its configuration. Absent: the one it lies in.
       */
      folder: string;
      /**
       * Terraform, or OpenTofu.
       */
      program: 'terraform' | 'tofu';
    };
    output: {
      /**
       * The plan that was read.
       */
      path: string;
      /**
       * Of that file: what apply is told, so that nothing else is applied.
       */
      sha256: string;
      changes: {
        address: string;
        type: string;
        action: 'create' | 'update' | 'replace' | 'destroy' | 'read' | 'forget';
        /**
         * Why it is replaced or destroyed, where Terraform says so.
         */
        reason?: string;
        /**
         * What changes; sensitive values are hidden.
         */
        fields: {
          name: string;
          before?: string;
          after?: string;
        }[];
        moreFields: number;
      }[];
      counts: {
        create: number;
        update: number;
        replace: number;
        destroy: number;
        read: number;
        forget: number;
      };
      outputs: {
        name: string;
        action: 'create' | 'update' | 'replace' | 'destroy' | 'read' | 'forget';
      }[];
      /**
       * Things that were changed by others since.
       */
      drift: number;
      /**
       * Changes beyond those listed; the counts have all.
       */
      more: number;
    };
  };
  apply: {
    input: {
      /**
       * The plan itself, as terraform plan -out wrote it.
       */
      path: string;
      /**
       * Of the plan that was shown; another is refused.
       */
      sha256?: string;
      /**
       * The folder of its configuration. Absent: the one it lies in.
       */
      folder: string;
      /**
       * Terraform, or OpenTofu.
       */
      program: 'terraform' | 'tofu';
    };
    output: {
      /**
       * The plan that was applied.
       */
      path: string;
      sha256: string;
      counts: {
        create: number;
        update: number;
        replace: number;
        destroy: number;
        read: number;
        forget: number;
      };
      /**
       * What Terraform said, its end.
       */
      said: string;
    };
  };
};
