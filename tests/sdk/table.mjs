// SPDX-License-Identifier: MIT
// Microsoft's own client of Azure Table Storage, for tests/hosts/azurite.bats:
//
//   table.mjs original         writes a row as the Azure Functions program did
//                              that aoai-tokens replaces, with one property more
//   table.mjs read P R         prints the row: a line for each property, its
//                              type and value
//   table.mjs sas PERMISSIONS UNTIL
//                              prints a SAS of the account for tables
//
// TABLE_ENDPOINT, TABLE_NAME, TABLE_ACCOUNT and TABLE_KEY name the table.

import { AzureNamedKeyCredential, generateAccountSas, TableClient } from
  '@azure/data-tables';

const { TABLE_ENDPOINT, TABLE_NAME, TABLE_ACCOUNT, TABLE_KEY } = process.env;
const credential = new AzureNamedKeyCredential(TABLE_ACCOUNT, TABLE_KEY);
const [command, ...words] = process.argv.slice(2);

function client() {
  return new TableClient(TABLE_ENDPOINT, TABLE_NAME, credential,
    { allowInsecureConnection: true });
}

const commands = {
  async original() {
    const table = client();
    await table.createTable();
    await table.createEntity({ partitionKey: 'DeploymentType',
      rowKey: 'gpt-4o-2024-10', SumToken: 1183n, ActionDone: true,
      LastUpdated: '2024-10-31T09:00:00Z', Note: 'of somebody else' });
  },

  async read(partition, row) {
    const entity = await client().getEntity(partition, row);
    for (const [name, value] of Object.entries(entity).sort()) {
      console.log(`${name} ${typeof value} ${value}`);
    }
  },

  async sas(permissions, until) {
    const names = { r: 'query', w: 'write', a: 'add', u: 'update' };
    console.log(generateAccountSas(credential, {
      services: { table: true },
      resourceTypes: 'co',
      permissions: Object.fromEntries(
        [...permissions].map((letter) => [names[letter], true])),
      expiresOn: new Date(until),
    }));
  },
};

await commands[command](...words);
