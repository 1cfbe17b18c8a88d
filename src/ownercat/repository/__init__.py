"""The repository: git, file trees and CODEOWNERS."""
