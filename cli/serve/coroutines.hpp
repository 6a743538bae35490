/// Boost.Beast with coroutines, under short names, and errors as values.
#pragma once

#include <utility>  // before Boost.Asio 1.74, whose coroutines use std::exchange without it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace noso::serve {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

/// Completes with the error in `failure` instead of throwing it.
inline auto into(error_code& failure) { return asio::redirect_error(asio::use_awaitable, failure); }

}  // namespace noso::serve
