#include "model/library/postgres/server_address.h"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace molloquy::library {

Result<ServerAddress> readAddress(const std::string& location) {
  char* trouble = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(location.c_str(), &trouble), &PQconninfoFree);
  PQfreemem(trouble);  // it may quote the password
  if (!options) {
    return fail(ErrorCode::InvalidInput,
                "This is no address of a PostgreSQL server: write "
                "postgresql://USER@HOST/DATABASE, with %40 for an @ in a name or a password.");
  }
  std::string user;
  std::string host;
  std::string port;
  ServerAddress address;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    const std::string value = option->val != nullptr ? option->val : "";
    if (keyword == "user") user = value;
    if (keyword == "host") host = value;
    if (keyword == "port") port = value;
    if (keyword == "dbname") address.database = value;
  }
  address.shown = "postgresql://";
  if (!user.empty()) address.shown += user + "@";
  const bool isSocket = host.starts_with('/');
  if (!isSocket) address.shown += host + (port.empty() ? "" : ":" + port);
  address.shown += "/" + address.database;
  if (isSocket) address.shown += "?host=" + host + (port.empty() ? "" : "&port=" + port);
  return address;
}

std::string withoutPassword(std::string text, const std::string& password) {
  if (password.empty()) return text;
  for (std::size_t at = text.find(password); at != std::string::npos;
       at = text.find(password, at)) {
    text.replace(at, password.size(), "***");
    at += 3;
  }
  return text;
}

}  // namespace molloquy::library
