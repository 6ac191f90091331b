/** The HTTP contract as types. Generated from tile-server/openapi.json by `npm run api:types`: do not edit. */

export interface paths {
    "/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/landing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** OGC API landing page; also served at / to clients that ask for JSON */
        get: operations["getLandingPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conformance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conformance classes of OGC API Features and Tiles that the service meets */
        get: operations["getConformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers as soon as the process serves */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers 200 when the map is in memory and the database answers, before that 503 with `Retry-After` */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the server counts, and its state, in the text format of OpenMetrics; for administrators of every department. Units are in the names; docs/operations.md lists them */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/code-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Code lists (road class, condition, land use …) with labels in both languages */
        get: operations["getCodeLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every rule: code, severity, what it judges, why, and what to do about a finding, in both languages */
        get: operations["getRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Uploads, newest first */
        get: operations["listUploads"];
        put?: never;
        /**
         * Store a log; answered only when its bytes are committed
         * @description Either multipart/form-data with one part `log` (the file) and the fields below, or the bytes of the log as the body with the fields in the query string. A log is NMEA 0183 text, GPX 1.0 or 1.1, or one of these within gzip or zip; which of them, its bytes tell. The same bytes again answer 200 with the first upload that the caller may see; as long as nobody has decided on its drafts, other fields correct the first ones and the log is processed anew.
         */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State, report, drafts and pictures of one upload */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The very bytes that were uploaded */
        get: operations["getUploadLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{id}/pictures/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One picture of the report
         * @description Which pictures there are, the upload says. The answer may be kept if its entity tag is asked for again: a log can be processed anew.
         */
        get: operations["getUploadPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafts, newest first */
        get: operations["listDrafts"];
        put?: never;
        /**
         * Propose a change of the register
         * @description A new feature drawn by hand (`create`), an `edit`, a `split` into `parts` or along a line `cut`, a `merge`, the end of a feature (`retire`) or an earlier version again (`restore`). Nothing enters the register before somebody else approves.
         */
        post: operations["proposeDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One draft with its geometry */
        get: operations["getDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Correct a draft that is in the hands of whoever proposes it */
        patch: operations["correctDraft"];
        trace?: never;
    };
    "/drafts/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter a draft into the register
         * @description A draft that is graded `rejected` is refused with the problem `draft-rejected`; it can be returned only. Each warning wants an answer. Whoever proposed, corrected or submitted the draft is refused (`own-draft`), and so is a draft whose features were changed since (`changed-since`).
         */
        post: operations["approveDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a draft back to the surveyor, with the reason */
        post: operations["returnDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The collections */
        get: operations["listCollections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One collection */
        get: operations["getCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Features of a collection, page by page */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One feature */
        get: operations["getItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/items/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All states that an object had, the first one first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/items/{id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One state of an object */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/items/{id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed between two states of an object */
        get: operations["compareVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/items/{id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the rules have to say of a feature among its neighbours, now; for staff */
        get: operations["getItemFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/tiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tilesets of a collection */
        get: operations["listTilesets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/tiles/WebMercatorQuad": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tileset: its tiles, bounds, layers and attributes */
        get: operations["getTileset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/{collection}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A vector tile of a collection; row before column */
        get: operations["getTilesetTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tileMatrixSets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tiling schemes */
        get: operations["listTileMatrixSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tileMatrixSets/WebMercatorQuad": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tiling scheme of all tiles */
        get: operations["getTileMatrixSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/{layers}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** TileJSON of some layers */
        get: operations["getTileJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/{layers}/{z}/{x}/{y}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A vector tile in the web mercator quad */
        get: operations["getTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/style.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** MapLibre style of the register's layers, complete: its tiles, glyphs and icons come from this server */
        get: operations["getStyle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/basemap.pmtiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What lies under the register on the map: a PMTiles file, by ranges of its bytes (RFC 9110 §14) */
        get: operations["getBasemap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/glyphs/{fontstack}/{range}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Letters for the map's labels: distance fields of 256 code points */
        get: operations["getGlyphs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sprites/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The map's icons: one image, or where each lies in it */
        get: operations["getSprite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The way of a draft so far */
        get: operations["listDraftEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a surveyed draft differs from a registered feature */
        get: operations["compareDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}/target": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say that a surveyed draft is of a registered feature, and which geometry shall stand */
        put: operations["setDraftTarget"];
        post?: never;
        /** Say that a surveyed draft is of no registered feature after all: it enters a new one */
        delete: operations["clearDraftTarget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit a draft to a decision */
        post: operations["submitDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a draft back */
        post: operations["withdrawDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Disputes, newest first */
        get: operations["listDisputes"];
        put?: never;
        /** Record a dispute over a feature */
        post: operations["openDispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/disputes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dispute */
        get: operations["getDispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Follow or end a dispute */
        patch: operations["changeDispute"];
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is, and what they may */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in
         * @description An unknown login and a wrong password are answered alike. After a few attempts one waits (429).
         */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description Ends every other session of the account, its tokens and its unused invitations.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a password by an invitation, once, and sign in
         * @description Sets the password, and ends the sessions and the tokens that the account had.
         */
        post: operations["useInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts with a role that the caller administers */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Make an account without a password
         * @description For whoever signed in with a password: a token makes no accounts (403).
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change roles, name, or whether it may be used
         * @description `grants` takes the place of those that the caller administers; others stay. A disabled account loses its sessions and tokens at once. A token changes no accounts, and nobody changes the roles or the state of their own (403).
         */
        patch: operations["changeAccount"];
        trace?: never;
    };
    "/accounts/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which the password is set
         * @description Earlier links of the account end. A token makes no links, and nobody makes one for their own account (403).
         */
        post: operations["inviteAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own tokens that can be used */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make a token for a program
         * @description It may what both it and the account may. A token makes no tokens.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a token */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Parties by name, newest first; each person shown is logged */
        get: operations["listParties"];
        put?: never;
        /** Record a party */
        post: operations["createParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One party; a person is logged as read */
        get: operations["getParty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a party */
        patch: operations["changeParty"];
        trace?: never;
    };
    "/parties/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The whole number of the identity document, for a reason that is logged */
        post: operations["revealIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All that is held on a party, for a reason that is logged */
        post: operations["exportParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase what is known of a person; the party stays */
        post: operations["eraseParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sources, newest first */
        get: operations["listSources"];
        put?: never;
        /** Record a deliberation, an approval, a lease, a title, an attestation */
        post: operations["createSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/parcels/items/{id}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which parcels a parcel came of by a split or a merge, and which came of it; also for one that has ceased */
        get: operations["getLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/parcels/items/{id}/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rights, restrictions and responsibilities on a parcel, with their holders */
        get: operations["listRights"];
        put?: never;
        /** Record a right; it needs its evidence, and shares that add up to one */
        post: operations["createRight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rights/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a right */
        post: operations["endRight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ba-units/{id}/parcels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A unit of parcels that are held together */
        get: operations["getUnit"];
        /** Give a unit its parcels; its rights are on them from then on */
        put: operations["setUnitParcels"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/parcels/items/{id}/neighbours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Neighbours of a parcel as they were declared */
        get: operations["getNeighbours"];
        /** Record the declared neighbours of a parcel */
        put: operations["declareNeighbours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Documents and photos about one thing */
        get: operations["listDocuments"];
        put?: never;
        /** Keep a JPEG, PNG or PDF of 10 MiB at most; the body is the file */
        post: operations["createDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document without its bytes */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        /** Take a file back: its bytes go, its row says who took it back and when */
        delete: operations["withdrawDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The very bytes of a document */
        get: operations["getDocumentContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A small JPEG of a picture */
        get: operations["getDocumentThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/roads/items/{id}/inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inspections of a road, latest first */
        get: operations["listInspections"];
        put?: never;
        /** Record an inspection of a road */
        post: operations["createInspection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/roads/items/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a road by their chainage today */
        get: operations["listRoadEvents"];
        put?: never;
        /** Record a defect or another event at a chainage */
        post: operations["createRoadEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/road-inspections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Correct an inspection: whoever recorded it, or reviews; what was said before stays among its versions */
        put: operations["correctInspection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/road-events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Correct an event: whoever recorded it, or reviews; what was said before stays among its versions */
        put: operations["correctRoadEvent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/road-events/{id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that an event was mended */
        post: operations["resolveRoadEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/markets/items/{id}/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blocks of a market */
        get: operations["listMarketBlocks"];
        put?: never;
        /** Record a block of a market */
        post: operations["createMarketBlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/markets/items/{id}/tariffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tariffs of a market, latest first */
        get: operations["listTariffs"];
        put?: never;
        /** Record a tariff as a deliberation set it */
        post: operations["createTariff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/collections/market-assets/items/{id}/occupancies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who occupied a place, latest first */
        get: operations["listOccupancies"];
        put?: never;
        /** Record who occupies a place; one at a time */
        post: operations["createOccupancy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/occupancies/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an occupancy */
        post: operations["endOccupancy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/occupancies/{id}/arrears": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is owed for an occupancy */
        get: operations["listArrears"];
        put?: never;
        /** Record something owed, or that it was paid */
        post: operations["createArrears"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log, newest first; for administrators of every department */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The head of the audit log as a receipt; for administrators of every department */
        get: operations["getAuditHead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Text: {
            fr: string;
            en: string;
        };
        /** @description RFC 9457 problem details */
        Problem: {
            /** @description Stable code, such as `/problems/unknown-department` */
            type: string;
            title: string;
            status: number;
            /** @description English */
            detail: string;
            message: components["schemas"]["Text"];
            /** @description The field of the request that is wrong */
            field?: string;
            /** @description The findings that stand in the way of an approval, or want an answer; among them those about what was sent with it */
            findings?: components["schemas"]["Finding"][];
        };
        Health: {
            /** @enum {string} */
            status: "live" | "ready";
        };
        Link: {
            href: string;
            rel: string;
            type?: string;
            title?: string;
            templated?: boolean;
        };
        LandingPage: {
            title: string;
            description: string;
            links: components["schemas"]["Link"][];
        };
        Conformance: {
            conformsTo: string[];
        };
        /** @description By list name, in the order in which codes are offered */
        CodeLists: {
            [key: string]: components["schemas"]["Code"][];
        };
        Code: {
            code: string;
            label: components["schemas"]["Text"];
        };
        /**
         * @default auto
         * @enum {string}
         */
        SurveyKind: "auto" | "parcel" | "road" | "market-asset";
        /** @enum {string} */
        DraftKind: "parcel" | "road" | "market-asset";
        /** @enum {string} */
        DraftState: "draft" | "submitted" | "approved" | "returned" | "withdrawn";
        /** @enum {string} */
        CollectionId: "departments" | "communes" | "parcels" | "roads" | "markets" | "market-assets" | "facilities" | "tracks";
        Finding: {
            code: string;
            /** @enum {string} */
            severity: "note" | "warning" | "error";
            message: components["schemas"]["Text"];
            /** @description The other feature or draft that it is about, such as the neighbour that is overlapped. */
            other?: components["schemas"]["FeatureOrDraftRef"];
            at?: components["schemas"]["Position"];
            measured?: components["schemas"]["Measured"];
        };
        Findings: {
            findings: components["schemas"]["Finding"][];
        };
        Rules: {
            rules: components["schemas"]["Rule"][];
        };
        Rule: {
            /** @description Code of its findings */
            code: string;
            /** @enum {string} */
            severity: "note" | "warning" | "error";
            collections: components["schemas"]["CollectionId"][];
            title: components["schemas"]["Text"];
            why: components["schemas"]["Text"];
            advice: components["schemas"]["Text"];
        };
        /** @description Longitude and latitude in EPSG:4326 */
        Position: {
            lon_deg: number;
            lat_deg: number;
        };
        /** @description The figure that a finding rests on, beside the one that it was held against */
        Measured: {
            value: number;
            limit?: number;
            /** @enum {string} */
            unit: "m" | "m2" | "share";
        };
        /**
         * @description How good a draft is, from best to worst; what is rejected cannot be approved
         * @enum {string}
         */
        Grade: "A" | "B" | "C" | "rejected";
        Grading: {
            grade: components["schemas"]["Grade"];
            /** @description Stable name of the rule that decided */
            rule: string;
            /** @description The rule in words, with the figure that decided */
            reason: components["schemas"]["Text"];
        };
        /** @description A corner of a boundary at which the receiver was held still */
        Corner: {
            at: components["schemas"]["Position"];
            /** @description Standard deviation per axis */
            sigma_m: number;
            held_s: number;
        };
        /** @description A drawing for the report of an upload */
        Picture: {
            name: string;
            title: components["schemas"]["Text"];
            /** @description Address of the SVG document; takes lang=fr or lang=en */
            href: string;
        };
        UploadSummary: {
            /** Format: uuid */
            id: string;
            /** @description 64 hexadecimal digits */
            sha256: string;
            size_bytes: number;
            file_name: string | null;
            kind: components["schemas"]["SurveyKind"];
            /** @description P-code */
            department: string | null;
            /** Format: date */
            recorded_on: string | null;
            note: string | null;
            /**
             * @description received: stored, waiting for the worker
             * @enum {string}
             */
            state: "received" | "processed" | "failed";
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            processed_at: string | null;
            failure: components["schemas"]["Text"] | null;
        };
        UploadPage: {
            uploads: components["schemas"]["UploadSummary"][];
            /** @description Address of the next page */
            next: string | null;
        };
        /** @description An upload with all that became of it */
        Upload: components["schemas"]["UploadSummary"] & {
            report: components["schemas"]["Report"] | null;
            drafts: components["schemas"]["Draft"][];
            /** @description The cleaned track */
            track: components["schemas"]["Geometry"] | null;
            /** @description In the order in which they are shown */
            pictures: components["schemas"]["Picture"][];
        };
        Draft: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The upload it was made from; null for what a person proposes without a log
             */
            upload_id: string | null;
            kind: components["schemas"]["FeatureKind"];
            /** @description Name that the receiver stored with it */
            name: string | null;
            state: components["schemas"]["DraftState"];
            /** @description P-code */
            department: string | null;
            area_m2: number | null;
            /** @description Standard deviation of the area */
            area_sd_m2: number | null;
            /** @description Length of a road, perimeter of a parcel */
            length_m: number | null;
            /** @description Standard deviation of a position, per axis; null where nothing was surveyed */
            sigma_m: number | null;
            /** @description How many independent positions the epochs are worth; null where nothing was surveyed */
            n_eff: number | null;
            epoch_count: number | null;
            /** @description How many times a road was driven, 1 for what is surveyed once */
            pass_count: number | null;
            corners: components["schemas"]["Corner"][];
            grading: components["schemas"]["Grading"] | null;
            findings: components["schemas"]["Finding"][];
            geometry: components["schemas"]["Geometry"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            decided_at: string | null;
            return_reason: string | null;
            /** @description What it became once approved */
            feature: components["schemas"]["FeatureRef"] | null;
            /** @description Counts its changes; the entity tag */
            version: number;
            action: components["schemas"]["DraftAction"];
            /** @description Attributes by name; null empties one. Codes are those of /code-lists. */
            attributes: {
                [key: string]: string | number | boolean | null;
            };
            blend: components["schemas"]["Blend"] | null;
            /** Format: date-time */
            valid_from: string | null;
            note: string | null;
            created_by: string;
            /** Format: date-time */
            submitted_at: string | null;
            submitted_by: string | null;
            decided_by: string | null;
            targets: {
                collection: string;
                /** Format: uuid */
                id: string;
                version: number;
            }[];
            parts: {
                geometry: components["schemas"]["Geometry"];
                /** @description Attributes by name; null empties one. Codes are those of /code-lists. */
                attributes: {
                    [key: string]: string | number | boolean | null;
                };
            }[];
        };
        DraftPage: {
            drafts: components["schemas"]["Draft"][];
            /** @description Address of the next page */
            next: string | null;
        };
        Approval: {
            /** @description P-code; wanted when the draft lies in no known department */
            department?: string;
            /** @description Attributes over those of the draft. Parcel: nicad, block, land_use, vocation, tenure, tenure_evidence, declared_area_m2. Road: name, former_name, number, class, surface, condition, managing_authority, width_m, right_of_way_width_m, sidewalk, drain, lighting, direction, passability, chainage_start_m, chainage_end_m. Market asset: code, kind, construction, condition, owner_regime, activity, water, electricity. All: survey_method, surveyed_on. Codes are those of /code-lists. */
            attributes?: {
                [key: string]: string | number | boolean | null;
            };
            /** @description What is answered to each warning, by its code */
            answers?: {
                [key: string]: string;
            };
        };
        FeatureOrDraftRef: {
            collection: components["schemas"]["CollectionId"] | "drafts";
            /** Format: uuid */
            id: string;
        };
        FeatureRef: {
            collection: components["schemas"]["CollectionId"];
            /** Format: uuid */
            id: string;
        };
        Approved: components["schemas"]["FeatureRef"] & {
            href: string;
        };
        Return: {
            reason: string;
        };
        /** @description Quality report of a log; see docs/report.md */
        Report: {
            version: number;
            settings: string;
            files: components["schemas"]["ReportFile"][];
            sentences: components["schemas"]["ReportSentences"];
            epochs: components["schemas"]["ReportEpochs"];
            rejects: components["schemas"]["Reject"][];
            dates: components["schemas"]["ReportDates"];
            sessions: {
                log: number;
                started_at: string | null;
                ended_at: string | null;
                duration_s: number;
                epochs: number;
                length_m: number;
            }[];
            gaps: {
                count: number;
                longest_s: number;
            };
            quality: {
                hdop_p50: number | null;
                hdop_p95: number | null;
                satellites_p50: number | null;
                satellites_p95: number | null;
                stated_sigma_p50_m: number | null;
                spikes: number;
                pinned_share: number;
                post_sunset_share: number;
            };
            track: {
                epochs: number;
                length_m: number;
                smooth_length_m: number;
                moved_p50_m: number;
                moved_p95_m: number;
                moved_max_m: number;
            } | null;
            drafts: {
                kind: components["schemas"]["DraftKind"];
                name: string | null;
                area_m2: number | null;
                area_sd_m2: number | null;
                length_m: number | null;
                sigma_m: number;
                n_eff: number;
                epochs: number;
                passes: number;
                corners: components["schemas"]["Corner"][];
                grade: components["schemas"]["Grade"];
                rule: string;
                reason: components["schemas"]["Text"];
                next_step: components["schemas"]["Text"];
                findings: components["schemas"]["Finding"][];
            }[];
            findings: components["schemas"]["Finding"][];
            summary: components["schemas"]["Text"];
        };
        Reject: {
            /** @enum {string} */
            stage: "sentence" | "epoch";
            reason: string;
            count: number;
            label: components["schemas"]["Text"];
            first: {
                line: number;
                byte: number;
                detail?: string;
            }[];
        };
        Collections: {
            links: components["schemas"]["Link"][];
            collections: components["schemas"]["Collection"][];
        };
        Collection: {
            id: components["schemas"]["CollectionId"];
            /** @description French */
            title: string;
            titles: components["schemas"]["Text"];
            description?: string;
            /** @constant */
            itemType: "feature";
            /** @description Features that the caller may see */
            itemCount: number;
            extent?: {
                spatial?: {
                    bbox?: number[][];
                    crs?: string;
                };
            };
            crs: string[];
            links: components["schemas"]["Link"][];
        };
        /** @description GeoJSON geometry (RFC 7946) */
        Geometry: {
            /** @enum {string} */
            type: "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
            coordinates: unknown[];
        };
        /** @description GeoJSON feature (RFC 7946) */
        Feature: {
            /** @constant */
            type: "Feature";
            /** Format: uuid */
            id: string;
            geometry: components["schemas"]["Geometry"] | null;
            properties: {
                [key: string]: unknown;
            };
            links?: components["schemas"]["Link"][];
            /** @description West, south, east, north in degrees */
            bbox?: number[];
        };
        FeaturePage: {
            /** @constant */
            type: "FeatureCollection";
            features: components["schemas"]["Feature"][];
            numberReturned: number;
            /** @description Only without bbox, where it costs nothing to know */
            numberMatched?: number;
            /** Format: date-time */
            timeStamp: string;
            links: components["schemas"]["Link"][];
        };
        TileJson: {
            /** @constant */
            tilejson: "3.0.0";
            name?: string;
            attribution?: string;
            tiles: string[];
            vector_layers: {
                id: string;
                description?: string;
                minzoom?: number;
                maxzoom?: number;
                fields: {
                    [key: string]: string;
                };
            }[];
            bounds: number[];
            center?: number[];
            minzoom: number;
            maxzoom: number;
        };
        /** @description Sentences of one log or of all */
        ReportSentences: {
            total: number;
            by_type: {
                [key: string]: number;
            };
            by_talker: {
                [key: string]: number;
            };
            junk_bytes: number;
        };
        /** @description Epochs of one log or of all: total = kept + Σ rejected */
        ReportEpochs: {
            total: number;
            kept: number;
            rejected: {
                [key: string]: number;
            };
        };
        ReportDates: {
            /** @enum {string} */
            source: "rmc" | "zda" | "gpx" | "operator" | "none";
            moved_by_week_rollover: boolean;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
        };
        /** @description One log of the upload and how much of it is used */
        ReportFile: {
            name: string | null;
            /** @enum {string} */
            container: "none" | "gzip" | "zip";
            /** @enum {string} */
            format: "nmea" | "gpx";
            bytes: number;
            lines: number;
            encoding: string;
            is_cut: boolean;
            sentences: components["schemas"]["ReportSentences"];
            epochs: components["schemas"]["ReportEpochs"];
            dates: components["schemas"]["ReportDates"];
            receiver: {
                rate_hz: number | null;
                minute_decimals: number | null;
            };
        };
        /** @enum {string} */
        DraftAction: "create" | "edit" | "resurvey" | "split" | "merge" | "retire" | "restore";
        /** @enum {string} */
        ProposedAction: "create" | "edit" | "split" | "merge" | "retire" | "restore";
        /**
         * @description Geometry of a re-survey: the register's, the new log's, or both weighted by their variances
         * @enum {string}
         */
        Blend: "keep" | "replace" | "average";
        /** @enum {string} */
        FeatureKind: "parcel" | "road" | "market" | "market-asset" | "facility";
        SeenFeature: {
            /** Format: uuid */
            id: string;
            /** @description Its version as it was seen */
            version: number;
        };
        SplitPart: {
            geometry: components["schemas"]["Geometry"];
            /** @description Attributes by name; null empties one. Codes are those of /code-lists. */
            attributes?: {
                [key: string]: string | number | boolean | null;
            };
        };
        Proposal: {
            action: components["schemas"]["ProposedAction"];
            /** @enum {string} */
            collection: "parcels" | "roads" | "markets" | "market-assets" | "facilities";
            /** @description None to create, 2 to 50 to merge, else one */
            targets?: components["schemas"]["SeenFeature"][];
            /** @description P-code; by default that of the features, or the one in which the geometry lies */
            department?: string;
            geometry?: components["schemas"]["Geometry"];
            /** @description Attributes by name; null empties one. Codes are those of /code-lists. */
            attributes?: {
                [key: string]: string | number | boolean | null;
            };
            /** @description What a split makes; together they are the parcel */
            parts?: components["schemas"]["SplitPart"][];
            /** @description A LineString along which a split cuts, instead of parts */
            cut?: components["schemas"]["Geometry"];
            restored_version?: number;
            /**
             * Format: date-time
             * @description Since when it is so in the world; since its approval when it is not given
             */
            valid_from?: string;
            /** @description Why, in words */
            note?: string;
            /**
             * @description Submit it at once
             * @default false
             */
            submit: boolean;
        };
        Correction: {
            /** @description P-code */
            department?: string;
            geometry?: components["schemas"]["Geometry"];
            /** @description Attributes by name; null empties one. Codes are those of /code-lists. */
            attributes?: {
                [key: string]: string | number | boolean | null;
            };
            /**
             * Format: date-time
             * @description Since when it is so in the world; since its approval when it is not given
             */
            valid_from?: string;
            /** @description Why, in words */
            note?: string;
        };
        DraftTarget: {
            /** Format: uuid */
            id: string;
            /** @description Its version as it was seen */
            version: number;
            blend: components["schemas"]["Blend"];
        };
        DraftEvent: {
            /** Format: date-time */
            at: string;
            actor: string;
            /** @enum {string} */
            action: "proposed" | "corrected" | "targeted" | "submitted" | "withdrawn" | "returned" | "approved";
            words: string | null;
        };
        DraftEvents: {
            events: components["schemas"]["DraftEvent"][];
        };
        SurveyComparison: {
            /** @description How far the new survey lies to the east of the old one as a whole */
            shift_east_m: number;
            shift_north_m: number;
            distance_rms_m: number;
            distance_max_m: number;
            /** @description What is left of the distance once the shift is taken off */
            shape_rms_m: number;
            area_change_m2: number | null;
            /** @description Area in common, divided by the area of both together */
            iou: number | null;
            sigma_old_m: number;
            sigma_new_m: number;
            sigma_difference_m: number;
            /** @description Whether the uncertainties explain the difference */
            is_explained: boolean;
            advice: components["schemas"]["Blend"];
            reason: components["schemas"]["Text"];
        };
        /** @enum {string} */
        DisputeState: "open" | "mediation" | "resolved" | "dismissed";
        DisputeParty: {
            /**
             * Format: uuid
             * @description Identifier of the party; names stand apart
             */
            party: string;
            /** @enum {string} */
            role: "claimant" | "respondent" | "witness";
        };
        Dispute: {
            /** Format: uuid */
            id: string;
            version: number;
            department: string;
            collection: string;
            /** Format: uuid */
            feature_id: string;
            /** @description Code of the list dispute_nature */
            nature: string;
            /** @description What is disputed, in words that name nobody */
            statement: string;
            parties: components["schemas"]["DisputeParty"][];
            state: components["schemas"]["DisputeState"];
            resolution: string | null;
            /** Format: date-time */
            opened_at: string;
            opened_by: string;
            /** Format: date-time */
            closed_at: string | null;
            closed_by: string | null;
        };
        DisputePage: {
            disputes: components["schemas"]["Dispute"][];
            next: string | null;
        };
        NewDispute: {
            /** @enum {string} */
            collection: "parcels" | "roads" | "markets" | "market-assets" | "facilities";
            /** Format: uuid */
            feature_id: string;
            /** @description Code of the list dispute_nature */
            nature: string;
            statement: string;
            parties?: components["schemas"]["DisputeParty"][];
        };
        DisputeChange: {
            state?: components["schemas"]["DisputeState"];
            statement?: string;
            parties?: components["schemas"]["DisputeParty"][];
            /** @description How it ended; wanted when it ends */
            resolution?: string;
        };
        /** @enum {string} */
        Role: "surveyor" | "staff" | "planner" | "administrator";
        Grant: {
            role: components["schemas"]["Role"];
            /** @description P-code; null for every department, and what lies in none */
            department?: string | null;
        };
        Right: {
            /** Format: uuid */
            id: string;
            department: string;
            /** Format: uuid */
            ba_unit: string;
            /** @enum {string} */
            class: "right" | "restriction" | "responsibility";
            kind: string;
            /** @description Place on the STDM continuum, from 1 to 9 */
            strength: number | null;
            reference: string | null;
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string | null;
            end_reason: string | null;
            /** Format: uuid */
            source: string | null;
            holders: components["schemas"]["Holder"][];
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        Session: {
            account: {
                /** Format: uuid */
                id: string;
                login: string;
                display_name: string;
            } | null;
            grants: components["schemas"]["Grant"][];
            /** @description What is open anywhere */
            may: components["schemas"]["OpenAction"][];
            /** @description Accounts to try with; on a server that was started for that, to whoever is not signed in */
            demo?: {
                login: string;
                display_name: string;
                role: components["schemas"]["Role"];
                password: string;
            }[];
        };
        SignIn: {
            login: string;
            password: string;
        };
        PasswordChange: {
            current: string;
            new: string;
        };
        Redemption: {
            password: string;
            /** @description Of the first administrator only, who makes their own account */
            login?: string | null;
            display_name?: string | null;
        };
        Account: {
            /** Format: uuid */
            id: string;
            login: string;
            display_name: string;
            /** @description Those that the caller administers */
            grants: components["schemas"]["Grant"][];
            has_password: boolean;
            is_demo: boolean;
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            disabled_at: string | null;
        };
        AccountList: {
            accounts: components["schemas"]["Account"][];
        };
        NewAccount: {
            login: string;
            display_name: string;
            grants: components["schemas"]["Grant"][];
        };
        AccountChange: {
            display_name?: string | null;
            grants?: components["schemas"]["Grant"][] | null;
            disabled?: boolean | null;
        };
        InvitationLink: {
            href: string;
            /** Format: date-time */
            expires_at: string;
        };
        Token: {
            /** Format: uuid */
            id: string;
            login: string;
            name: string;
            grants: components["schemas"]["Grant"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            last_used_at: string | null;
        };
        TokenList: {
            tokens: components["schemas"]["Token"][];
        };
        NewToken: {
            /** Format: uuid */
            id: string;
            login: string;
            name: string;
            grants: components["schemas"]["Grant"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            last_used_at: string | null;
            secret: string;
        };
        TokenRequest: {
            name: string;
            grants?: components["schemas"]["Grant"][] | null;
            /** @default 90 */
            days: number | null;
        };
        Share: {
            numerator: number;
            denominator: number;
        };
        Identity: {
            /** @description Code of the list identity_kind */
            kind: string;
            /** @description Masked but for its last three characters, unless it was revealed */
            number: string;
        };
        Person: {
            purpose: string;
            name: string;
            /** @enum {string|null} */
            sex: "female" | "male" | null;
            /** Format: date */
            born_on: string | null;
            phone: string | null;
            address: string | null;
            identity: components["schemas"]["Identity"] | null;
        };
        Member: {
            /** Format: uuid */
            party: string;
            role: string | null;
            numerator: number | null;
            denominator: number | null;
        };
        Party: {
            /** Format: uuid */
            id: string;
            department: string;
            /** @enum {string} */
            kind: "person" | "group" | "company";
            group_kind: string | null;
            company_name: string | null;
            company_number: string | null;
            revision: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            person: components["schemas"]["Person"] | null;
            members: components["schemas"]["Member"][];
        };
        PartyPage: {
            parties: components["schemas"]["Party"][];
            next: string | null;
        };
        NewPerson: {
            /** @description Code of a purpose of processing: land_register, market_places, land_inquiry */
            purpose: string;
            name: string;
            /** @enum {string|null} */
            sex?: "female" | "male" | null;
            /** Format: date */
            born_on?: string | null;
            phone?: string | null;
            address?: string | null;
            /** @description In a change: not named, it stays; null, it goes */
            identity?: {
                kind: string;
                number: string;
            } | null;
        };
        NewParty: {
            /** @description P-code */
            department: string;
            /** @enum {string} */
            kind: "person" | "group" | "company";
            group_kind?: string | null;
            company_name?: string | null;
            /** @description NINEA */
            company_number?: string | null;
            person?: components["schemas"]["NewPerson"] | null;
            members?: {
                /** Format: uuid */
                party: string;
                role?: string | null;
                share?: components["schemas"]["Share"] | null;
            }[];
        };
        PartyChange: {
            company_name?: string | null;
            company_number?: string | null;
            person?: components["schemas"]["NewPerson"] | null;
            /** @description Members of a group as they shall be */
            members?: {
                /** Format: uuid */
                party: string;
                role?: string | null;
                share?: components["schemas"]["Share"] | null;
            }[] | null;
        };
        Reason: {
            /** @description Logged for ever: no names of persons */
            reason: string;
        };
        Erased: {
            /** @description Scans of sources of rights and occupancies that the person had: they may stand in them still */
            scans: {
                /** Format: uuid */
                document: string;
                /** Format: uuid */
                source: string;
                title: string;
            }[];
        };
        PartyExport: {
            party: components["schemas"]["Party"];
            memberships: Record<string, never>[];
            rights: Record<string, never>[];
            occupancies: Record<string, never>[];
            arrears: Record<string, never>[];
            documents: Record<string, never>[];
            /** @description Disputes that the party is in, with its role */
            disputes: Record<string, never>[];
            accesses: Record<string, never>[];
        };
        Source: {
            /** Format: uuid */
            id: string;
            department: string;
            kind: string;
            number: string | null;
            /** Format: date */
            dated_on: string | null;
            authority: string | null;
            authority_name: string | null;
            /** Format: uuid */
            approves: string | null;
            note: string | null;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        SourcePage: {
            sources: components["schemas"]["Source"][];
            next: string | null;
        };
        NewSource: {
            department: string;
            /** @description Code of the list source_kind */
            kind: string;
            number?: string | null;
            /** Format: date */
            dated_on?: string | null;
            /** @description Code of the list authority */
            authority?: string | null;
            authority_name?: string | null;
            /** Format: uuid */
            approves?: string | null;
            note?: string | null;
        };
        Holder: {
            /** Format: uuid */
            party: string;
            share: components["schemas"]["Share"];
        };
        RightRecorded: components["schemas"]["Right"] & {
            findings: components["schemas"]["Finding"][];
        };
        Rights: {
            rights: components["schemas"]["Right"][];
        };
        NewRight: {
            /** @enum {string} */
            class: "right" | "restriction" | "responsibility";
            /** @description Code of the list right_kind, restriction_kind or responsibility_kind; an attestation is none */
            kind: string;
            /** Format: uuid */
            source?: string | null;
            reference?: string | null;
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on?: string | null;
            /** @description Shares add up to one */
            holders: components["schemas"]["Holder"][];
        };
        End: {
            /** Format: date */
            ends_on: string;
            reason: string;
        };
        Neighbours: {
            north?: string | null;
            south?: string | null;
            east?: string | null;
            west?: string | null;
        };
        Document: {
            /** Format: uuid */
            id: string;
            department: string;
            /** @enum {string} */
            media_type: "image/jpeg" | "image/png" | "application/pdf";
            size_bytes: number;
            sha256: string;
            title: string;
            collection: string | null;
            /** Format: uuid */
            feature: string | null;
            /** Format: uuid */
            source: string | null;
            /** Format: uuid */
            party: string | null;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /**
             * Format: date-time
             * @description When it was taken back: its bytes are gone since
             */
            withdrawn_at: string | null;
            withdrawn_by: string | null;
        };
        Documents: {
            documents: components["schemas"]["Document"][];
        };
        RoadInspection: {
            /** Format: uuid */
            id: string;
            /** Format: date */
            inspected_on: string;
            condition: string;
            passability: string | null;
            note: string | null;
            /** @description Counts its corrections; its entity tag */
            version: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        RoadInspections: {
            inspections: components["schemas"]["RoadInspection"][];
        };
        NewRoadInspection: {
            /** Format: date */
            inspected_on: string;
            condition: string;
            passability?: string | null;
            note?: string | null;
        };
        RoadEvent: {
            /** Format: uuid */
            id: string;
            kind: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high";
            /** @description On today's centreline */
            chainage_m: number;
            end_chainage_m: number | null;
            /**
             * @description How it was found on today's centreline
             * @enum {string}
             */
            found: "same" | "nearest" | "between";
            /** @description How far today's centreline passes from where it was measured */
            shift_m: number;
            at_deg: number[];
            recorded_chainage_m: number;
            side: string | null;
            /** Format: date */
            observed_on: string;
            /** Format: date */
            resolved_on: string | null;
            note: string | null;
            /** @description Counts its corrections; its entity tag */
            version: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        RoadEvents: {
            events: components["schemas"]["RoadEvent"][];
        };
        NewRoadEvent: {
            kind: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high";
            chainage_m?: number | null;
            /** @description Instead of a chainage: longitude, latitude of a place beside the road */
            at_deg?: number[] | null;
            end_chainage_m?: number | null;
            /** @enum {string|null} */
            side?: "left" | "right" | "both" | null;
            /** Format: date */
            observed_on: string;
            note?: string | null;
        };
        Resolution: {
            /** Format: date */
            resolved_on: string;
        };
        Recorded: {
            /** Format: uuid */
            id: string;
        };
        MarketBlock: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string | null;
            place_count: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        MarketBlocks: {
            blocks: components["schemas"]["MarketBlock"][];
        };
        NewMarketBlock: {
            code: string;
            name?: string | null;
        };
        Tariff: {
            /** Format: uuid */
            id: string;
            asset_kind: string | null;
            amount_xof: number;
            /** @enum {string} */
            periodicity: "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "once";
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string | null;
            /** Format: uuid */
            source: string;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        Tariffs: {
            tariffs: components["schemas"]["Tariff"][];
        };
        NewTariff: {
            asset_kind?: string | null;
            amount_xof: number;
            /** @enum {string} */
            periodicity: "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "once";
            /** Format: date */
            starts_on: string;
            /**
             * Format: uuid
             * @description The deliberation that sets it
             */
            source: string;
        };
        Occupancy: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            party: string;
            contract_kind: string;
            contract_number: string | null;
            /** Format: uuid */
            source: string | null;
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string | null;
            end_reason: string | null;
            deposit_xof: number | null;
            amount_xof: number | null;
            periodicity: string | null;
            is_sublet: boolean;
            arrears_xof: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        Occupancies: {
            occupancies: components["schemas"]["Occupancy"][];
        };
        NewOccupancy: {
            /** Format: uuid */
            party: string;
            contract_kind: string;
            contract_number?: string | null;
            /** Format: uuid */
            source?: string | null;
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on?: string | null;
            deposit_xof?: number | null;
            amount_xof?: number | null;
            /** @enum {string|null} */
            periodicity?: "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "once" | null;
            is_sublet?: boolean;
        };
        /** @description Something owed, as it was said last */
        Arrears: {
            /** Format: uuid */
            id: string;
            /** Format: date */
            due_on: string;
            amount_xof: number;
            reference: string | null;
            /** Format: date */
            settled_on: string | null;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** @description What was said of it before, the latest first */
            earlier: {
                amount_xof: number;
                reference: string | null;
                /** Format: date */
                settled_on: string | null;
                /** Format: date-time */
                created_at: string;
                created_by: string;
            }[];
        };
        AllArrears: {
            arrears: components["schemas"]["Arrears"][];
        };
        /** @description Something owed; for a day that is on record, a correction or the payment, which is recorded beside what was said before */
        NewArrears: {
            /** Format: date */
            due_on: string;
            /** @description Francs CFA; 0 only corrects what is on record for that day */
            amount_xof: number;
            reference?: string | null;
            /** Format: date */
            settled_on?: string | null;
        };
        Lineage: {
            parents: components["schemas"]["Relative"][];
            children: components["schemas"]["Relative"][];
        };
        Relative: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "split" | "merge";
            /** Format: uuid */
            draft_id: string | null;
            /** Format: date-time */
            recorded_at: string;
        };
        NewUnitParcels: {
            parcels: string[];
        };
        Unit: {
            /** Format: uuid */
            id: string;
            department: string;
            name: string | null;
            revision: number;
            parcels: string[];
            /** Format: date-time */
            created_at: string;
            created_by: string;
        };
        /** @description One state of an object: who made it, and when it was true and known */
        Version: {
            /** Format: int32 */
            number: number;
            department: string | null;
            /** Format: date-time */
            valid_from: string;
            /**
             * Format: date-time
             * @description null: until further notice
             */
            valid_until: string | null;
            /** Format: date-time */
            recorded_from: string;
            /**
             * Format: date-time
             * @description null: it is held for true still, for the time that it was valid
             */
            recorded_until: string | null;
            actor: string;
            reason: string | null;
            /** Format: uuid */
            draft_id: string | null;
        };
        /** @description All states of an object */
        VersionList: {
            versions: components["schemas"]["Version"][];
            links: components["schemas"]["Link"][];
        };
        /** @description A state as GeoJSON, with who made it and when beside */
        VersionFeature: components["schemas"]["Feature"] & {
            version: components["schemas"]["Version"];
        };
        AttributeChange: {
            name: string;
            /** @description null: it had no value */
            from: unknown;
            /** @description null: it has no value */
            to: unknown;
        };
        /** @description How far apart two geometries are */
        GeometryChange: {
            /** @description Area of the second less that of the first, for two areas */
            area_difference_m2: number | null;
            /** @description Area that is in one of them only, for two areas */
            symmetric_difference_m2: number | null;
            /** @description Length of the second less that of the first, for two lines */
            length_difference_m: number | null;
            /** @description Hausdorff distance, taken at the vertices of both */
            hausdorff_m: number;
            /** @description How far the vertex of the second that moved most is from the nearest vertex of the first */
            greatest_shift_m: number;
        };
        /** @description Two states side by side */
        Comparison: {
            from: components["schemas"]["VersionFeature"];
            to: components["schemas"]["VersionFeature"];
            attributes: components["schemas"]["AttributeChange"][];
            /** @description null: the geometry is the same */
            geometry: components["schemas"]["GeometryChange"] | null;
        };
        /** @description An entry of the audit log */
        AuditEntry: {
            /** Format: int64 */
            sequence: number;
            /** Format: date-time */
            at: string;
            actor: string;
            action: string;
            subject: string;
            detail: {
                [key: string]: unknown;
            };
            digest: string;
        };
        /** @description A page of the audit log */
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            /** @description Address of the next page */
            next: string | null;
        };
        /** @description A receipt for all that was done until then */
        AuditHead: {
            /**
             * Format: int64
             * @description 0 before the first entry
             */
            sequence: number;
            digest: string;
            /** Format: date-time */
            at: string;
        };
        OpenAction: {
            /** @enum {string} */
            action: "see-frame" | "see-register" | "see-history" | "see-evidence" | "survey" | "propose" | "review" | "see-persons" | "edit-persons" | "administer";
            everywhere: boolean;
            departments: string[];
        };
        TileSets: {
            links: components["schemas"]["Link"][];
            tilesets: {
                title?: string;
                /** @constant */
                dataType: "vector";
                crs: string;
                /** @constant */
                tileMatrixSetId?: "WebMercatorQuad";
                tileMatrixSetURI: string;
                links: components["schemas"]["Link"][];
            }[];
        };
        TileSet: {
            title?: string;
            /** @constant */
            dataType: "vector";
            crs: string;
            /** @constant */
            tileMatrixSetId?: "WebMercatorQuad";
            tileMatrixSetURI: string;
            links: components["schemas"]["Link"][];
            attribution?: string;
            /** @description The tiles that may have something in them; no others have */
            tileMatrixSetLimits: {
                tileMatrix: string;
                minTileRow: number;
                maxTileRow: number;
                minTileCol: number;
                maxTileCol: number;
            }[];
            boundingBox?: {
                lowerLeft: number[];
                upperRight: number[];
                crs?: string;
            };
            layers: {
                id: string;
                title?: string;
                /** @constant */
                dataType: "vector";
                minTileMatrix?: string;
                maxTileMatrix?: string;
                propertiesSchema?: Record<string, never>;
            }[];
        };
        TileMatrixSet: {
            id: string;
            title?: string;
            uri?: string;
            crs: string;
            orderedAxes?: string[];
            wellKnownScaleSet?: string;
            tileMatrices: {
                id: string;
                scaleDenominator: number;
                /** @description Metres of Web Mercator */
                cellSize: number;
                cornerOfOrigin?: string;
                pointOfOrigin: number[];
                tileWidth: number;
                tileHeight: number;
                matrixWidth: number;
                matrixHeight: number;
            }[];
        };
    };
    responses: {
        /** @description What is wrong and what to do */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many attempts */
        SlowDown: {
            headers: {
                /** @description Seconds to wait */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        Id: string;
        Collection: components["schemas"]["CollectionId"];
        /** @description Layer names separated by commas: the collections but tracks, and drafts */
        Layers: string;
        /**
         * @description The version that was seen: the entity tag of the answer that was read
         * @example "v1"
         */
        IfMatch: string;
        /**
         * @description The version that was seen: the entity tag of the answer that was read
         * @example "v1"
         */
        SeenVersion: string;
        /** @description What was true then, as far as is known now: an RFC 3339 instant, a day (all of it, UTC), or an interval of them, open with `..`; of several states in an interval the last one is given. Departments, communes and tracks have no history: any selects all of them. Wants the right to see history */
        Datetime: string;
        /** @description What was known then: an RFC 3339 instant or a day, which is known until its end. Without `datetime`: what was then taken for the present */
        Recorded: string;
        /** @description Only features of which this is true: CQL2 text with comparisons, BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT and parentheses over the attributes of the layers. Layers that have all attributes it names are filtered, others are left as they are; when none has, the request is refused. At most 16 conditions; IN is one, however many values it has */
        Filter: string;
        /** @description The language of the filter */
        FilterLang: "cql2-text";
    };
    requestBodies: never;
    headers: {
        /** @description The version, to be given back in If-Match */
        ETag: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.oai.openapi+json;version=3.1": Record<string, never>;
                };
            };
        };
    };
    getLandingPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Links to everything else */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LandingPage"];
                };
            };
        };
    };
    getConformance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Conformance classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conformance"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    getCodeLists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All lists by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeLists"];
                };
            };
        };
    };
    getRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table of rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rules"];
                };
            };
        };
    };
    listUploads: {
        parameters: {
            query?: {
                /** @description How many at most; more than 100 is read as 100 */
                limit?: number;
                /** @description Identifier of the last upload of the page before */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    createUpload: {
        parameters: {
            query?: {
                kind?: components["schemas"]["SurveyKind"];
                /** @description P-code */
                department?: string;
                /** @description Day of the survey, for logs without a date */
                recorded_on?: string;
                note?: string;
                file_name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    log: string;
                    kind?: components["schemas"]["SurveyKind"];
                    department?: string;
                    /** Format: date */
                    recorded_on?: string;
                    note?: string;
                };
                "application/octet-stream": string;
                "text/plain": string;
                "application/gpx+xml": string;
                "application/gzip": string;
                "application/x-gzip": string;
                "application/zip": string;
                "application/x-zip-compressed": string;
            };
        };
        responses: {
            /** @description These bytes were stored before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description Stored and queued */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getUploadLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Raw bytes */
            200: {
                headers: {
                    /** @description A file name whose ending fits the bytes: nmea, gpx, gz or zip */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getUploadPicture: {
        parameters: {
            query?: {
                /** @description Language of the words in it */
                lang?: "fr" | "en";
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An SVG document */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description The caller's copy is still the one */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                state?: components["schemas"]["DraftState"];
                /** @description How many at most; more than 100 is read as 100 */
                limit?: number;
                /** @description Identifier of the last draft of the page before */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    proposeDraft: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proposal"];
            };
        };
        responses: {
            /** @description The draft, in the hands of whoever proposes or submitted */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    correctDraft: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    approveDraft: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approval"];
            };
        };
        responses: {
            /** @description The register now has it, and the next tile shows it */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approved"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    returnDraft: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Return"];
            };
        };
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    listCollections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All collections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collections"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    getCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listItems: {
        parameters: {
            query?: {
                /** @description West, south, east, north in degrees; a box whose west is greater than its east crosses the antimeridian */
                bbox?: number[];
                /** @description What was true then, as far as is known now: an RFC 3339 instant, a day (all of it, UTC), or an interval of them, open with `..`; of several states in an interval the last one is given. Departments, communes and tracks have no history: any selects all of them. Wants the right to see history */
                datetime?: components["parameters"]["Datetime"];
                /** @description What was known then: an RFC 3339 instant or a day, which is known until its end. Without `datetime`: what was then taken for the present */
                recorded?: components["parameters"]["Recorded"];
                /** @description How many at most; more than 10000 is read as 10000 */
                limit?: number;
                /** @description Identifier of the last feature of the page before, as the `next` link gives it */
                after?: string;
                /** @description Leave geometries out (null); each feature's `bbox` is given all the same */
                skipGeometry?: boolean;
                /** @description Format; everything is GeoJSON */
                f?: "json" | "geojson";
            };
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description GeoJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["FeaturePage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getItem: {
        parameters: {
            query?: {
                /** @description What was true then, as far as is known now: an RFC 3339 instant, a day (all of it, UTC), or an interval of them, open with `..`; of several states in an interval the last one is given. Departments, communes and tracks have no history: any selects all of them. Wants the right to see history */
                datetime?: components["parameters"]["Datetime"];
                /** @description What was known then: an RFC 3339 instant or a day, which is known until its end. Without `datetime`: what was then taken for the present */
                recorded?: components["parameters"]["Recorded"];
                /** @description Format; everything is GeoJSON */
                f?: "json" | "geojson";
            };
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description GeoJSON */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["Feature"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
                id: components["parameters"]["Id"];
                /** @description Counts the states of the object from 1 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description GeoJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": components["schemas"]["VersionFeature"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    compareVersions: {
        parameters: {
            query: {
                /** @description State that is compared with */
                from: number;
                /** @description State that is compared */
                to: number;
            };
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both states, and what is not the same */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getItemFindings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Findings, the gravest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Findings"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listTilesets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tileset (OGC API Tiles) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileSets"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getTileset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tileset metadata (OGC 17-083r4) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileSet"];
                };
            };
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getTilesetTile: {
        parameters: {
            query?: {
                /** @description Only features of which this is true: CQL2 text with comparisons, BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT and parentheses over the attributes of the layers. Layers that have all attributes it names are filtered, others are left as they are; when none has, the request is refused. At most 16 conditions; IN is one, however many values it has */
                filter?: components["parameters"]["Filter"];
                /** @description The language of the filter */
                "filter-lang"?: components["parameters"]["FilterLang"];
            };
            header?: {
                /** @description Entity tag of a kept tile */
                "If-None-Match"?: string;
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description Zoom */
                tileMatrix: number;
                /** @description Row, from the north */
                tileRow: number;
                /** @description Column, from the west */
                tileCol: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mapbox Vector Tile 2.1, of 500 kB at most before it is compressed. Where features are too small to be drawn, a layer such as `parcels-counts` has how many there are in each cell */
            200: {
                headers: {
                    ETag?: string;
                    /** @description The layers of which the smallest features were left out to stay within that size, such as `parcels;shown=1200;all=3400` */
                    "Suuf-Thinned"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": string;
                };
            };
            /** @description Nothing there */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The kept tile is still the one */
            304: {
                headers: {
                    /** @description As with the tile itself */
                    "Suuf-Thinned"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listTileMatrixSets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One tiling scheme */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tileMatrixSets: {
                            id: string;
                            title?: string;
                            uri: string;
                            crs?: string;
                            links: components["schemas"]["Link"][];
                        }[];
                    };
                };
            };
        };
    };
    getTileMatrixSet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description WebMercatorQuad (OGC 17-083r4, D.1) from zoom 0 to 22 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileMatrixSet"];
                };
            };
        };
    };
    getTileJson: {
        parameters: {
            query?: {
                /** @description Only features of which this is true: CQL2 text with comparisons, BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT and parentheses over the attributes of the layers. Layers that have all attributes it names are filtered, others are left as they are; when none has, the request is refused. At most 16 conditions; IN is one, however many values it has */
                filter?: components["parameters"]["Filter"];
                /** @description The language of the filter */
                "filter-lang"?: components["parameters"]["FilterLang"];
            };
            header?: never;
            path: {
                /** @description Layer names separated by commas: the collections but tracks, and drafts */
                layers: components["parameters"]["Layers"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TileJSON 3.0.0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TileJson"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getTile: {
        parameters: {
            query?: {
                /** @description Only features of which this is true: CQL2 text with comparisons, BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT and parentheses over the attributes of the layers. Layers that have all attributes it names are filtered, others are left as they are; when none has, the request is refused. At most 16 conditions; IN is one, however many values it has */
                filter?: components["parameters"]["Filter"];
                /** @description The language of the filter */
                "filter-lang"?: components["parameters"]["FilterLang"];
            };
            header?: {
                /** @description Entity tag of a kept tile */
                "If-None-Match"?: string;
                /** @description Of zstd, br, gzip and identity, the coding that is liked best is sent */
                "Accept-Encoding"?: string;
            };
            path: {
                /** @description Layer names separated by commas: the collections but tracks, and drafts */
                layers: components["parameters"]["Layers"];
                z: number;
                x: number;
                y: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mapbox Vector Tile 2.1, of 500 kB at most before it is compressed. Where features are too small to be drawn, a layer such as `parcels-counts` has how many there are in each cell */
            200: {
                headers: {
                    /** @description `public, no-cache` for whoever shows neither token nor cookie: caches on the way may keep it and ask whether it is still good; `private, no-cache` for others */
                    "Cache-Control"?: string;
                    /** @description Strong: of the bytes in their coding */
                    ETag?: string;
                    /** @description The layers of which the smallest features were left out to stay within that size, such as `parcels;shown=1200;all=3400` */
                    "Suuf-Thinned"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": string;
                };
            };
            /** @description Nothing there */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The kept tile is still the one */
            304: {
                headers: {
                    /** @description As with the tile itself */
                    "Suuf-Thinned"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            406: components["responses"]["Problem"];
        };
    };
    getStyle: {
        parameters: {
            query?: {
                /** @description What the colours are made for */
                theme?: "light" | "dark";
                /** @description Software that knows only a part of the style specification: QGIS gets the same map without its basemap, in words that its converter knows */
                for?: "qgis";
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Style specification version 8; `metadata` has the theme's name (`suuf:theme`) and its colours by name (`suuf:colours`) */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The caller has it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
        };
    };
    getBasemap: {
        parameters: {
            query?: never;
            header?: {
                Range?: string;
                "If-Range"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.pmtiles": string;
                };
            };
            /** @description The range asked for */
            206: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.pmtiles": string;
                };
            };
            /** @description The caller has it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["Problem"];
            /** @description The file ends before the range */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getGlyphs: {
        parameters: {
            query?: {
                /** @description The version that the style names: with it the answer may be kept for ever */
                v?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description Names of fonts separated by commas; the first one that is here counts. Here are `Noto Sans Regular` and `Noto Sans Bold` */
                fontstack: string;
                /** @description First and last code point, such as `0-255.pbf` or `256-511.pbf` */
                range: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A protobuf (`glyphs.proto` of node-fontnik): 24 px, a buffer of 3 px, a radius of 8 px. Ranges beyond Latin letters, their phonetic and combining marks, and punctuation have no glyphs */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": string;
                };
            };
            /** @description The caller has it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getSprite: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @description `@2x` is for screens with two pixels for one */
                file: "suuf.json" | "suuf.png" | "suuf@2x.json" | "suuf@2x.png";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All icons are distance fields (`sdf`), so that a style can tint them */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "image/png": string;
                };
            };
            /** @description The caller has it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["Problem"];
        };
    };
    listDraftEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its steps, the first one first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftEvents"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    compareDraft: {
        parameters: {
            query: {
                /** @description Identifier of the feature, of the draft's kind */
                with: string;
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shift, distances, uncertainties, and what to do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyComparison"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    setDraftTarget: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftTarget"];
            };
        };
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    clearDraftTarget: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    submitDraft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
        };
    };
    withdrawDraft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
        };
    };
    listDisputes: {
        parameters: {
            query?: {
                /** @description Only those over that feature */
                feature?: string;
                state?: components["schemas"]["DisputeState"];
                /** @description How many at most; more than 100 is read as 100 */
                limit?: number;
                /** @description Identifier of the last dispute of the page before */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputePage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    openDispute: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDispute"];
            };
        };
        responses: {
            /** @description The dispute */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getDispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dispute */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    changeDispute: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeChange"];
            };
        };
        responses: {
            /** @description The dispute as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    /** @description The session; out of reach of scripts and of other sites */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            429: components["responses"]["SlowDown"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed; every other session and every token of the account has ended */
            201: {
                headers: {
                    /** @description The session; out of reach of scripts and of other sites */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["SlowDown"];
        };
    };
    useInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What stands behind `#invitation=` in the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Redemption"];
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    /** @description The session; out of reach of scripts and of other sites */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["SlowDown"];
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accounts, by login */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Made; an invitation sets the password */
            201: {
                headers: {
                    Location?: string;
                    /** @description The version of the account */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description The version of the account */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the answer that was read */
                "If-Match": string;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    /** @description The version of the account */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    inviteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link, shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationLink"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description The token with its secret, shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listParties: {
        parameters: {
            query?: {
                department?: string;
                kind?: "person" | "group" | "company";
                /** @description Words of a name */
                q?: string;
                /** @description How many at most; more than 100 is read as 100 */
                limit?: number;
                /** @description Identifier of the last one of the page before */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    createParty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewParty"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    changeParty: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartyChange"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    revealIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    exportParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyExport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    eraseParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Done; what is left to look at */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erased"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listSources: {
        parameters: {
            query?: {
                department?: string;
                /** @description How many at most; more than 100 is read as 100 */
                limit?: number;
                /** @description Identifier of the last one of the page before */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourcePage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    createSource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSource"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its nearest relatives */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lineage"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listRights: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rights"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createRight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRight"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RightRecorded"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    endRight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["End"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Right"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    setUnitParcels: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUnitParcels"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    getNeighbours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbours"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    declareNeighbours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Neighbours"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbours"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listDocuments: {
        parameters: {
            query: {
                /** @description The feature, source or party */
                about: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Documents"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    createDocument: {
        parameters: {
            query: {
                title: string;
                /** @description With feature: what it shows */
                collection?: string;
                feature?: string;
                /** @description Or: the source that it copies */
                source?: string;
                /** @description Or: the party that it is about */
                party?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "application/pdf": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    withdrawDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getDocumentContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "application/pdf": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getDocumentThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listInspections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoadInspections"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createInspection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoadInspection"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoadInspection"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listRoadEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoadEvents"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createRoadEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoadEvent"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    correctInspection: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoadInspection"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoadInspection"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    correctRoadEvent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The version that was seen: the entity tag of the answer that was read
                 * @example "v1"
                 */
                "If-Match": components["parameters"]["SeenVersion"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoadEvent"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            412: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            428: components["responses"]["Problem"];
        };
    };
    resolveRoadEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolution"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listMarketBlocks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketBlocks"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createMarketBlock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMarketBlock"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listTariffs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tariffs"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createTariff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTariff"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorded"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listOccupancies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occupancies"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createOccupancy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOccupancy"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occupancy"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    endOccupancy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["End"];
            };
        };
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occupancy"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listArrears: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllArrears"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    createArrears: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewArrears"];
            };
        };
        responses: {
            /** @description As it is on record */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arrears"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description How many at most; more than 1000 is read as 1000 */
                limit?: number;
                /** @description Sequence number of the last entry of the page before */
                before?: number;
                /** @description Only what this actor did */
                actor?: string;
                /** @description Only this action, such as register.change */
                action?: string;
                /** @description Only what was done to this, such as parcels/0190a0a0-0000-7000-8000-000000000001 */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    getAuditHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditHead"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
}
