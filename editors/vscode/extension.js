// Starts `ownercat lsp` and connects it to VS Code. All else is in the language server.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function activate() {
  const [command, ...args] = vscode.workspace.getConfiguration("ownercat").get("command");
  const server = { command, args };
  const documentSelector = ["yaml", "markdown"].map((language) => ({ scheme: "file", language }));
  client = new LanguageClient("ownercat", "ownercat", server, { documentSelector });
  try {
    await client.start();
  } catch (error) {
    const help = "Run pip install 'ownercat[lsp]', or set ownercat.command to the full path of the program.";
    vscode.window.showErrorMessage(`ownercat: \`${command}\` does not start: ${error.message}. ${help}`);
  }
}

function deactivate() {
  return client?.isRunning() ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
